import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

const at = (x: number, y: number) => ({ x, y });
const seat = (guid: string, number: string, x: number, category = 'Stalls', more: object = {}) => ({
  seat_guid: guid,
  seat_number: number,
  position: at(x, 0),
  category,
  radius: 9,
  ...more,
});
const row = (label: string, y: number, seats: readonly object[]) => ({
  row_number: label,
  row_number_position: 'both',
  position: at(0, y),
  seats,
});

/** Two zones with a row A each; an aisle between seats 2 and 3, neighbours a pixel too far or too near. */
const plan = {
  name: 'Saal 1',
  categories: [
    { name: 'Stalls', color: '#aaaaaa' },
    { name: 'Premium seats', color: '#bbbbbb' },
    { name: 'Wheelchair', color: '#cccccc' },
  ],
  size: { width: 800, height: 600 },
  zones: [
    {
      name: 'Balcony',
      position: at(100, 400),
      rows: [row('A', 0, [seat('b-1', '1', 0, 'Premium seats'), seat('b-2', '2', 25, 'Premium seats')])],
      areas: [],
    },
    {
      name: 'Parkett',
      position: at(100, 100),
      rows: [
        row('A', 0, [
          seat('p-1', '1', 0),
          seat('p-2', '2', 26),
          seat('p-3', '3', 101),
          seat('p-4', '12a', 125),
        ]),
        row('Ä', 30, [seat('p-5', '1', 0, 'Wheelchair')]),
      ],
      areas: [{ shape: 'rectangle', position: at(0, 0) }],
    },
  ],
};

let target: TestApp;
let cinema: Awaited<ReturnType<typeof openCinema>>;
beforeAll(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterAll(async () => await target.app.close());

const send = async (payload: object) =>
  await call<{ id: string; errors?: readonly { path: string; message: string }[] }>(target, {
    method: 'POST',
    url: `/v1/theaters/${cinema.theaterId}/halls/import`,
    headers: await target.bearer('admin'),
    payload,
  });

describe('importing a seating plan', () => {
  it('makes a hall with its zones, rows and categories', async () => {
    const { status, body } = await send(plan);
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: body.id, theaterId: cinema.theaterId, version: 1, name: 'Saal 1' },
        ...{ loneSeatRule: 'warn', cleaningMinutes: 20, layoutVersion: 1, seatCount: 7 },
      },
    ]);
    const layout = await call<{ rows: unknown }>(target, { url: `/v1/halls/${body.id}/layouts/1` });
    const stalls = { type: 'regular', zone: 'Parkett', category: 'Stalls' };
    const balcony = { type: 'premium', zone: 'Balcony', category: 'Premium seats' };
    expect(layout.body.rows).toEqual([
      {
        id: 'A',
        label: 'A',
        seats: [
          { id: 'p-1', number: 1, label: '1', x: 1, y: 1, ...stalls },
          { id: 'p-2', number: 2, label: '2', x: 2, y: 1, ...stalls },
          { id: 'p-3', number: 3, label: '3', x: 4.88, y: 1, ...stalls },
          { id: 'p-4', number: 4, label: '12a', x: 5.88, y: 1, ...stalls },
        ],
      },
      {
        id: 'r2',
        label: 'Ä',
        seats: [
          {
            id: 'p-5',
            number: 1,
            label: '1',
            x: 1,
            y: 1.11,
            ...stalls,
            type: 'wheelchair',
            category: 'Wheelchair',
          },
        ],
      },
      {
        id: 'r3',
        label: 'A',
        seats: [
          { id: 'b-1', number: 1, label: '1', x: 1, y: 2.11, ...balcony },
          { id: 'b-2', number: 2, label: '2', x: 2, y: 2.11, ...balcony },
        ],
      },
    ]);
  });

  /** Every field of `src/pretix/static/seating/seating-plan.schema.json` of pretix, commit b287f870; values of our own. */
  const whole = {
    name: 'Every field',
    size: { width: 1_000, height: 700 },
    categories: [{ name: 'Stalls', color: '#ff8800' }, { name: 'VIP' }],
    zones: [
      {
        name: 'Main',
        zone_id: 'main',
        uuid: '5f0c3f3c-8b1e-4f3e-9a53-0d9a3f4a1a01',
        position: at(100.5, 80),
        rows: [
          {
            row_number: '1',
            row_label: 'Reihe %s',
            seat_label: 'Platz %s',
            uuid: '5f0c3f3c-8b1e-4f3e-9a53-0d9a3f4a1a02',
            row_number_position: 'start',
            position: at(0, 0.25),
            seats: [0, 1, 2].map((place) => ({
              seat_guid: `main-1-${place + 1}`,
              seat_number: `${place + 1}`,
              uuid: `5f0c3f3c-8b1e-4f3e-9a53-0d9a3f4a1b0${place}`,
              start_direction: place === 0 ? '<>' : null,
              radius: 12,
              position: at(place * 30, 0),
              category: place === 2 ? 'VIP' : 'Stalls',
            })),
          },
          {
            row_number: '',
            row_label: null,
            seat_label: null,
            row_number_position: null,
            seats: [0, 1].map((place) => ({
              seat_guid: `main-2-${place + 1}`,
              seat_number: '',
              position: at(place * 30, 40),
              category: 'Stalls',
            })),
          },
        ],
        areas: [
          { shape: 'rectangle', rectangle: { width: 20, height: 10 }, position: at(0, 0), rotation: 12.5 },
          {
            shape: 'polygon',
            polygon: { points: [at(0, 0), at(1, 1)] },
            color: '#000',
            border_color: '#fff',
          },
          { shape: 'ellipse', ellipse: { radius: at(4, 5) }, uuid: '5f0c3f3c-8b1e-4f3e-9a53-0d9a3f4a1c01' },
          { shape: 'circle', circle: { radius: 40 } },
          { shape: 'text', text: { text: 'Stage', color: '#000', size: 16, position: at(0, 0) } },
          {},
        ],
      },
      // Zones need no name: of two such, both may have a row 1.
      ...[0, 1].map((zone) => ({
        position: at(100, 300 + zone * 100),
        rows: [
          {
            row_number: '1',
            seat_label: 'all alike',
            seats: [{ seat_guid: `side-${zone}`, seat_number: '1', position: at(0, 0), category: 'Stalls' }],
          },
        ],
      })),
      // A table of four.
      {
        name: 'Tables',
        position: at(400, 300),
        rows: [
          {
            row_number: '1',
            row_label: 'Table',
            seats: [at(0, 0), at(0, 30), at(30, 0), at(30, 30)].map((position, place) => ({
              seat_guid: `table-${place + 1}`,
              seat_number: `${place + 1}`,
              position,
              category: 'Stalls',
            })),
          },
        ],
      },
    ],
  };

  it('takes every field that the format has', async () => {
    const { status, body } = await send(whole);
    expect([status, body.errors]).toEqual([201, undefined]);
    interface Row {
      readonly label: string;
      readonly seats: readonly { readonly label: string; readonly zone?: string; readonly type: string }[];
    }
    const layout = await call<{ rows: readonly Row[] }>(target, { url: `/v1/halls/${body.id}/layouts/1` });
    expect(
      layout.body.rows.map(({ label, seats }) => [
        label,
        seats[0]?.zone,
        seats.map((each) => `${each.label} ${each.type}`).join(', '),
      ]),
    ).toEqual([
      ['Reihe 1', 'Main', 'Platz 1 regular, Platz 2 regular, Platz 3 premium'],
      ['2', 'Main', '1 regular, 2 regular'],
      ['1', undefined, '1 regular'],
      ['Table', 'Tables', '1 regular, 2 regular, 3 regular, 4 regular'],
      ['1', '3', '1 regular'],
    ]);
  });

  it('takes the first form of the format, with fields that were dropped since', async () => {
    const old = {
      name: 'First form',
      categories: [{ name: 'Stalls' }],
      zones: [
        {
          ...{
            name: 'Hall',
            displayed: true,
            position: at(0, 0),
            areas: [{ width: 1, height: 1, position: at(0, 0) }],
          },
          rows: [
            {
              ...{ row_number: 'A', number_of_seats: 1, seats_spacing: 30 },
              seats: [{ seat_guid: 'a', seat_number: '1', position: at(0, 0), category: 'Stalls' }],
            },
          ],
        },
      ],
    };
    expect((await send(old)).status).toBe(201);
  });

  it('says where a file is broken', async () => {
    const [balcony, parkett] = plan.zones;
    const broken = (seats: readonly object[]) => ({
      ...plan,
      zones: [balcony, { ...parkett, rows: [row('A', 0, seats)] }],
    });
    const faults = async (payload: object) => {
      const { status, body } = await send(payload);
      return [status, body.errors?.map(({ path, message }) => ({ path, message }))];
    };
    expect(await faults({ name: 'x' })).toEqual([
      400,
      [
        { path: 'zones', message: expect.any(String) },
        { path: 'categories', message: expect.any(String) },
      ],
    ]);
    expect(await faults(broken([{ ...seat('p-1', '1', 0), position: { x: 'left', y: 0 } }]))).toEqual([
      400,
      [{ path: 'zones.1.rows.0.seats.0.position.x', message: expect.any(String) }],
    ]);
    expect(await faults(broken([seat('p-1', '1', 0, 'Sofas'), seat('b-1', '2', 25)]))).toEqual([
      400,
      [
        { path: 'zones.1.rows.0.seats.0.category', message: 'there is no category Sofas' },
        { path: 'zones.1.rows.0.seats.1.seat_guid', message: 'b-1 is there twice' },
      ],
    ]);
    expect(await faults(broken([seat('p-1', '1', 0), seat('p-2', '1', 25)]))).toEqual([
      400,
      [{ path: 'zones.1.rows.0.seats.1', message: 'row A number 1 is there twice' }],
    ]);
    expect(await faults({ ...plan, zones: [{ ...balcony, rows: [] }] })).toEqual([
      400,
      [{ path: 'zones', message: 'a layout has at least one seat' }],
    ]);
  });
});

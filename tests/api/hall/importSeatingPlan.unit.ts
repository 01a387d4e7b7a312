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
      { id: body.id, theaterId: cinema.theaterId, name: 'Saal 1', layoutVersion: 1, seatCount: 7 },
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

/** The log of running programs as others see it: proofs, tiles, witness, the standing audit, and what tampering comes to. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseVerifier, signaturesBy, verifierText } from '../../src/tlog/note.ts';
import { eventually } from '../support/eventually.ts';
import { type FakeWitness, startFakeWitness } from '../support/fakeWitness.ts';
import { createDatabaseOn, sqlOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import {
  cleanUp,
  dataFolder,
  killPrograms,
  makeToken,
  type Program,
  startProgram,
} from '../support/program.ts';
import { base64 } from '../tlog/memoryTiles.ts';
import { goIsHere, openSecondOpinion, type SecondOpinion } from '../tlog/second/secondOpinion.ts';
import { signerOf } from '../tlog/signers.ts';
import { call, expectStatus, text } from './support/api.ts';
import { startLoad } from './support/boxOfficeLoad.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import {
  audit,
  checkpointOf,
  headOf,
  linesOf,
  metric,
  proofOf,
  provedWithinMs,
  settled,
  verify,
} from './support/proof.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

const witnessKey = signerOf('witness.example/w1', 7, 'cosignature');
const origin = 'cinema.example/log';

let postgres: TestPostgres;
let second: SecondOpinion;

beforeAll(async () => {
  postgres = await startTestPostgres();
  if (goIsHere()) second = await openSecondOpinion();
});
afterEach(killPrograms);
afterAll(async () => {
  await second?.close();
  await cleanUp();
  await postgres.stop();
});

interface House {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly program: Program;
  readonly token: string;
  readonly cinema: Cinema;
}

const openHouse = async (more: Readonly<Record<string, string>> = {}): Promise<House> => {
  const databaseUrl = await createDatabaseOn(postgres.connectionString);
  const dataDir = await dataFolder();
  const env = {
    ...{ EVENT_LOG: 'postgres', DATABASE_URL: databaseUrl, LIMIT_LOOPBACK: 'off', PROOF_ORIGIN: origin },
    ...more,
  };
  const program = await startProgram({ dataDir, env });
  const token = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(program.url, token);
  return { databaseUrl, dataDir, env, program, token, cinema };
};

const sellSomething = async ({ program, cinema }: House, seatIds: readonly string[]) => {
  const order = orderFor(await holdSeats(program.url, cinema.showtimeId, seatIds), 'tok_ok');
  expectStatus(await pay(program.url, order), 201);
  return order;
};

describe('an event', () => {
  it('is proved soon after it was written, by a program of its own, also after its customer was erased', async () => {
    const house = await openHouse();
    const { url } = house.program;
    const order = await sellSomething(house, ['A1', 'A2']);
    const booking = expectStatus(
      await call(url, 'GET', `/v1/bookings/${order.bookingId}`, { token: house.token }),
      200,
    ).body;
    const before = await settled(url, house.token);
    const { keys } = await proofOf(url);
    for (const args of [[], ['--resume']]) {
      const { code, lines, told } = await audit(house, ...args);
      expect([code, lines.at(-1), told]).toEqual([0, `0 conflicts up to position ${headOf(before)}`, '']);
      for (const model of ['availability', 'holds', 'bookings']) {
        expect(lines.some((line) => line.startsWith(`read model ${model}: `))).toBe(true);
      }
      expect(lines.filter((line) => line.startsWith('tree: ')).length).toBe(args.length + 1);
    }
    for (const place of [0, 1, before.length - 1]) {
      const position = text(Object(JSON.parse(before[place] ?? '{}')).position);
      const { code, said } = await verify(url, house.token, position, keys[0] ?? '');
      expect([code, said]).toEqual([
        0,
        expect.stringContaining(`is event ${place} of ${before.length} in the log ${origin}`),
      ]);
    }
    expectStatus(
      await call(url, 'DELETE', `/v1/customers/${text(booking.customerId)}/personal-data`, {
        token: house.token,
      }),
      204,
    );
    const after = await settled(url, house.token);
    expect(after.slice(0, before.length)).toEqual(before);
    const { code } = await verify(url, house.token, headOf(before), keys[0] ?? '');
    expect(code).toBe(0);
    const stranger = verifierText({ ...signerOf(origin, 9) });
    expect(await verify(url, house.token, headOf(before), stranger)).toEqual({
      code: 1,
      said: `NOT PROVED no signature of ${stranger} on the checkpoint\n`,
    });
  }, 120_000);
});

describe.skipIf(!goIsHere())('golang.org/x/mod/sumdb', () => {
  it('opens the checkpoint, proves every event from tiles, and follows the tree through restarts and nodes', async () => {
    const house = await openHouse();
    const { databaseUrl, dataDir, env, token } = house;
    const other = await startProgram({ dataDir, env });
    const urls = [house.program.url, other.url];
    const load = startLoad({
      ...house,
      url: house.program.url,
      showtimeIds: [house.cinema.showtimeId],
      mayBeAway: () => false,
    });
    await eventually(() => expect(load.counts.sold).toBeGreaterThan(20), 60_000);
    const early = await checkpointOf(urls[1] ?? '');
    await load.stop();
    const lines = await settled(urls[0] ?? '', token);
    expect(lines.length).toBeGreaterThan(256);
    const { keys, chainHead, conflicts } = await proofOf(urls[1] ?? '');
    expect(await sqlOn(databaseUrl, 'SELECT stream, revision, what FROM proof_audit_v2.conflicts')).toEqual(
      [],
    );
    expect(conflicts).toBe(0);
    const { head, note, answer } = await checkpointOf(urls[1] ?? '');
    expect(await second.ask({ op: 'note', note: answer.text, key: keys[0] })).toEqual({
      ok: true,
      text: note.text,
    });
    const root = base64(head.root);
    expect([root, (await second.ask({ op: 'root', leaves: lines })).root]).toEqual([chainHead, chainHead]);
    for (let index = 0; index < lines.length; index += 37) {
      const asked = { op: 'tiles', base: urls[0], size: head.size, root, index, leaf: lines[index] };
      expect(await second.ask(asked)).toEqual({ ok: true });
      expect((await second.ask({ ...asked, leaf: 'another event' })).ok).toBe(false);
    }
    await house.program.kill();
    await other.kill();
    await sqlOn(databaseUrl, 'DROP SCHEMA proof_tree_v1 CASCADE');
    const again = await startProgram({ dataDir, env });
    await call(again.url, 'POST', '/v1/movies', {
      token,
      body: { title: 'Trafic', runtimeMinutes: 96, genres: ['Comedy'] },
    });
    const longer = await settled(again.url, token);
    expect(longer.slice(0, lines.length)).toEqual(lines);
    const late = await checkpointOf(again.url);
    for (const older of [early.head, head]) {
      const growth = await call(
        again.url,
        'GET',
        `/v1/proof/consistency?from=${older.size}&to=${late.head.size}`,
      );
      const { hashes: proof } = z
        .object({ hashes: z.array(z.string()) })
        .parse(expectStatus(growth, 200).body);
      const asked = {
        op: 'consistency',
        old: older.size,
        oldRoot: base64(older.root),
        size: late.head.size,
        root: base64(late.head.root),
        proof,
      };
      expect(await second.ask(asked)).toEqual({ ok: true });
    }
  }, 240_000);

  it('checks for a witness what it cosigns', async () => {
    let log = '';
    const witness: FakeWitness = await startFakeWitness(
      () => parseVerifier(log) ?? signerOf('unknown', 1),
      witnessKey,
      async ({ older, newer, proof }) =>
        (
          await second.ask({
            ...{ op: 'consistency', old: older.size, oldRoot: base64(older.root) },
            ...{ size: newer.size, root: base64(newer.root), proof },
          })
        ).ok,
    );
    try {
      const house = await openHouse({ WITNESS_URL: witness.url, WITNESS_KEY: verifierText(witnessKey) });
      const { dataDir, env, token } = house;
      await settled(house.program.url, token);
      log = (await proofOf(house.program.url)).keys[0] ?? '';
      const cosigned = async (url: string) => {
        const { note, head } = await checkpointOf(url, '?cosigned=true');
        expect(signaturesBy(note, witnessKey)?.length).toBe(1);
        return head;
      };
      // It asks once a minute, and at its start.
      await house.program.interrupt();
      const again = await startProgram({ dataDir, env });
      await eventually(async () => void (await cosigned(again.url)), provedWithinMs);
      const first = await cosigned(again.url);
      await sellSomething({ ...house, program: again }, ['B1']);
      await settled(again.url, token);
      await again.interrupt();
      const third = await startProgram({ dataDir, env });
      await eventually(
        async () => expect((await cosigned(third.url)).size).toBeGreaterThan(first.size),
        provedWithinMs,
      );
      const [line] = await linesOf(third.url, token);
      const proof = await call(third.url, 'GET', `/v1/events/${headOf([line ?? ''])}/proof?cosigned=true`);
      expect(expectStatus(proof, 200).text).toContain('— witness.example/w1 ');
      expect(witness.answered.filter((status) => status === 200).length).toBeGreaterThan(1);
    } finally {
      await witness.close();
    }
  }, 240_000);
});

describe('tampering', () => {
  it('with a tile that was signed ends the signing, and is told', async () => {
    const house = await openHouse();
    const { url } = house.program;
    await sellSomething(house, ['A1']);
    await settled(url, house.token);
    const signed = (await proofOf(url)).size;
    const alter =
      "UPDATE proof_tree_v1.tiles SET hashes = overlay(hashes placing '\\x00' from 40 for 1) WHERE level = 0";
    await house.program.kill();
    await sqlOn(house.databaseUrl, alter);
    const again = await startProgram(house);
    await sellSomething({ ...house, program: again }, ['A2']);
    await eventually(async () => {
      expect(await metric(again.url, 'marquee_proof_refusals_total{by="tree"}')).toBeGreaterThan(0);
    }, provedWithinMs);
    expect((await proofOf(again.url)).size).toBe(signed);
    // Made anew from the log it is what was signed, and signing goes on.
    await again.kill();
    await sqlOn(house.databaseUrl, 'DROP SCHEMA proof_tree_v1 CASCADE');
    const third = await startProgram(house);
    await settled(third.url, house.token);
    expect((await proofOf(third.url)).size).toBeGreaterThan(signed);
  }, 240_000);

  it('with the log is found by the standing audit, and by the tree', async () => {
    const house = await openHouse();
    await sellSomething(house, ['A1']);
    const lines = await settled(house.program.url, house.token);
    const signed = await proofOf(house.program.url);
    await house.program.kill();
    await sqlOn(
      house.databaseUrl,
      `UPDATE event_log.events SET data = replace(data::text, '"amount":1250', '"amount":1')::json WHERE type = 'PaymentCaptured'`,
    );
    const told = await audit(house);
    expect(told.code).toBe(1);
    const place = lines.findIndex((line) => line.includes('"PaymentCaptured"'));
    const { stream, revision, position: at } = Object(JSON.parse(lines[place] ?? '{}'));
    const where = `CONFLICT ${stream} revision ${revision}, position ${at}: PaymentCaptured`;
    expect(told.lines).toContain(`${where} takes 1 GBP, but the booking costs 1250 GBP`);
    expect(told.lines).toContain(`${where} is not the event that was hashed into the tree`);
    expect(told.lines.at(-1)).toMatch(/^\d conflicts up to position \d{20}$/);
    // As after a restore: what was derived is made anew from the log.
    for (const schema of ['proof_tree_v1', 'proof_audit_v2']) {
      await sqlOn(house.databaseUrl, `DROP SCHEMA ${schema} CASCADE`);
    }
    const again = await startProgram(house);
    await eventually(async () => {
      expect((await proofOf(again.url)).conflicts).toBeGreaterThan(0);
      expect(await metric(again.url, 'marquee_audit_conflicts')).toBeGreaterThan(0);
      expect(await metric(again.url, 'marquee_proof_refusals_total{by="tree"}')).toBeGreaterThan(0);
    }, provedWithinMs);
    const captured = lines.findIndex((line) => line.includes('"PaymentCaptured"'));
    const position = headOf([lines[captured] ?? '']);
    const { code } = await verify(again.url, house.token, position, signed.keys[0] ?? '');
    expect(code).toBe(1);
    expect((await proofOf(again.url)).chainHead).toBe(signed.chainHead);
  }, 240_000);

  it('with read models, or with what was audited before, is found by the next audit', async () => {
    const house = await openHouse();
    await sellSomething(house, ['A1', 'A2']);
    await settled(house.program.url, house.token);
    await house.program.interrupt();
    expect((await audit(house)).code).toBe(0);
    const schemaOf = async (model: string): Promise<string> => {
      const [row] = await sqlOn(house.databaseUrl, 'SELECT nspname FROM pg_namespace WHERE nspname ~ $1', [
        `^${model}_v[0-9]+$`,
      ]);
      return text(row?.nspname);
    };
    await sqlOn(house.databaseUrl, `UPDATE ${await schemaOf('bookings')}.bookings SET status = 'cancelled'`);
    await sqlOn(house.databaseUrl, `UPDATE ${await schemaOf('availability')}.seats SET taken = '["A1"]'`);
    const models = await audit(house, '--resume');
    expect(models.code).toBe(1);
    expect(
      models.lines
        .filter((line) => line.startsWith('CONFLICT'))
        .map((line) => line.replace(/^.*: /, ''))
        .toSorted(),
    ).toEqual([
      'read model availability has 1 seats taken of 2',
      'read model bookings says cancelled, the log confirmed',
    ]);
    const swap = `UPDATE event_log.events SET data = (data::jsonb || '{"title":"Another"}')::json WHERE type = 'MovieRegistered'`;
    await sqlOn(house.databaseUrl, swap);
    await sqlOn(
      house.databaseUrl,
      'DELETE FROM event_log.events WHERE position = (SELECT position FROM event_log.head)',
    );
    const altered = await audit(house, '--resume');
    expect(altered.code).toBe(1);
    const conflicts = altered.lines.filter((line) => line.startsWith('CONFLICT'));
    expect(
      conflicts.some((line) =>
        line.includes('MovieRegistered is not the event that was hashed into the tree'),
      ),
    ).toBe(true);
    expect(
      conflicts.some((line) => / the log has \d+ events, and had \d+ when the tree was signed$/.test(line)),
    ).toBe(true);
  }, 240_000);

  it('is not claimed of a log that cannot be asked', async () => {
    const dataDir = await dataFolder();
    const { code, told } = await audit({ dataDir, env: {} });
    expect([code, told]).toEqual([
      2,
      expect.stringMatching(/^audit: there is no .*master\.key: name the --data-dir/),
    ]);
    const refused = await audit({ dataDir, env: {} }, '--everything');
    expect([refused.code, refused.told]).toEqual([
      2,
      expect.stringContaining("unknown option '--everything'"),
    ]);
  }, 60_000);
});

// Many tablets of one person in one process, each with its own enrolment, store, journal and sender.

import { uuid7 } from "../../../checklists/static/checklists/ids.js";
import { deriveKeys, fromBase64Url } from "../../../audit/offline/static/offline/crypto.js";
import { Journal } from "../../../audit/offline/static/offline/journal.js";
import { MemoryStore } from "../../../audit/offline/static/offline/memory_store.js";
import { Sender } from "../../../audit/offline/static/offline/sender.js";
import { Transport } from "../../../audit/offline/static/offline/transport.js";
import { Vault } from "../../../audit/offline/static/offline/vault.js";

/** A vault without the long work of stretching a PIN: nobody locks it. */
async function openVault(store, device, secret, person) {
  const usages = ["encrypt", "decrypt"];
  const content = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, usages);
  await store.transact(["vaults"], "readwrite", (rows) => rows.put("vaults", { device, person, failures: 0, wait_until: 0 }));
  return new Vault(store, device, person, content, await deriveKeys(secret));
}

export function swarmOrders(tablet, { Told, timersAt, seeded }) {
  let members = [];

  const member = async (number, visit, body) => {
    const { base, fetch, now, speed } = tablet();
    const open = new Transport({ base: `${base}/tablet/api`, fetch, now });
    const { person } = await open.session();
    const told = await open.enrol({ tablet: uuid7(), label: `Máy ${number}`, app_version: "faults" });
    const store = new MemoryStore();
    const vault = await openVault(store, told.device, fromBase64Url(told.secret), person);
    const transport = new Transport({ base: `${base}/tablet/api`, device: vault.device, keys: vault.keys, person: person.id, fetch, now });
    const journal = new Journal({ store, vault, newId: uuid7, now });
    const heard = new Told();
    const sender = new Sender({ journal, transport, vault, tell: heard.hear.bind(heard), timers: timersAt(speed, seeded(number)) });
    return { journal, sender, heard, visit, body };
  };

  return {
    /** Enrol `count` tablets of the person who is signed in. */
    async swarm({ visit, bodies }) {
      members = [];
      for (const [number, body] of bodies.entries()) members.push(await member(number, visit, body));
      return members.map(({ journal }) => journal.device);
    },

    /** Each writes and sends `rounds` times, all at once; what counts as sent in the end. */
    async swarmSend({ rounds, seconds = 120 }) {
      const ends = await Promise.all(members.map(async ({ journal, sender, heard, visit, body }) => {
        let end = "";
        for (let round = 0; round < rounds; round += 1) {
          await journal.append({ kind: "answer", visit, body });
          const ended = heard.end(seconds * 1000, Infinity);
          sender.wake("tap");
          end = await ended;
        }
        return end;
      }));
      const sent = [];
      const reasons = {};
      for (const { journal, sender, heard, visit } of members) {
        sender.stop();
        Object.entries(heard.reasons).forEach(([reason, count]) => { reasons[reason] = (reasons[reason] ?? 0) + count; });
        for (const { id, digest, state } of await journal.recordsOf(visit)) if (state === "sent") sent.push([id, digest]);
      }
      return { unfinished: ends.filter((end) => end !== "done").length, sent, reasons };
    },
  };
}

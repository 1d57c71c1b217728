// A bank that is nobody's copy: it knows the contracts in proto/ and nothing else of this repository. It keeps the books of
// one customer in memory, so it is right as long as it runs; a real one writes them down before it answers.
//
//   npm ci && BANK=003 node bank.js
//
// after bank 003 got its block in banks.env and `scripts/up kafka codepix` its secrets, topics and place at the hub. A line
// `pay KEY CENTS` pays. Every change is told as one line of JSON, with the balance.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { randomBytes, randomUUID } from "node:crypto";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import protobuf from "protobufjs";
import lz4 from "lz4js";
import kafkajs, { Kafka, logLevel } from "kafkajs";

const { BANK = "003", KAFKA_BROKERS = "127.0.0.1:9092", HUB_GRPC_URL = "http://127.0.0.1:50051" } = process.env;
const root = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), "../..");
const banksFile = process.env.BANKS_FILE ?? join(root, "banks.env");
const lines = [banksFile, join(dirname(banksFile), `secrets/bank-${BANK}.env`)].map((file) => readFileSync(file, "utf8"));
const setting = (name) => lines.join("\n").match(new RegExp(`^BANK_${BANK}_${name}="?([^"#\n]*?)"?\\s*(#.*)?$`, "m"))[1];
const [ispb, bankName] = [setting("ISPB"), setting("NAME")];
const customer = { name: "Rosa Café", tax_id: "39053344705", branch: "7", number: "42", key: `rosa@bank${BANK}.example` };

// The books: cents with the customer, and each transfer as it stands.
let balance = 100_00;
const sent = new Map();
const received = new Map();
const tell = (event, fields) => console.log(JSON.stringify({ event, ...fields, balance }));
const account = { branch: customer.branch, account: customer.number, name: customer.name, tax_id_masked: "***.533.447-**" };
const us = { ispb, bank_name: bankName, ...account };
const now = () => ({ seconds: Math.floor(Date.now() / 1000) });

const contract = new protobuf.Root();
contract.resolvePath = (_, file) => join(root, "proto", file);
contract.loadSync("codepix/v1/messages.proto", { keepCase: true });
const [FromBank, ToBank] = ["FromBank", "ToBank"].map((name) => contract.lookupType(`codepix.v1.${name}`));

// The hub's messages are compressed by LZ4, as any client of the broker may do.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async (bytes) => Buffer.from(lz4.decompress(bytes)),
});

const kafka = new Kafka({
  clientId: `bank-${BANK}`,
  brokers: KAFKA_BROKERS.split(","),
  sasl: { mechanism: "plain", username: `bank-${BANK}`, password: setting("KAFKA_PASSWORD") },
  logLevel: logLevel.ERROR,
});
const producer = kafka.producer({ allowAutoTopicCreation: false });
const type = (body) => `codepix.v1.Transfer${body[0].toUpperCase()}${body.slice(1)}`;

async function say(body, message) {
  const id = message.end_to_end_id;
  const headers = { ce_id: `${id}/${type(body)}`, ce_type: type(body), ce_specversion: "1.0" };
  const value = FromBank.encode(FromBank.fromObject({ [body]: message })).finish();
  await producer.send({ topic: `codepix.from.${BANK}`, acks: -1, messages: [{ key: id, value, headers }] });
}

// Whoever waits, asks again: until the hub has answered, and until it has heard that we have its answer.
async function pay(key, cents) {
  if (!(cents > 0 && cents <= balance)) return tell("refused", { key, cents });
  const minute = new Date().toISOString().replace(/[-T:]/g, "").slice(0, 12);
  const id = `E${ispb}${minute}${randomBytes(9).toString("hex").slice(0, 11)}`;
  const request = { end_to_end_id: id, amount_cents: cents, key, payer: us, accepted_at: now() };
  balance -= cents;
  sent.set(id, { request, status: "pending" });
  tell("accepted", { id, cents });
  await say("requested", request);
}
setInterval(() => {
  for (const { request, status } of sent.values()) if (status === "pending") say("requested", request).catch(console.error);
}, 10_000);

// What comes twice changes nothing the second time, and is answered as the first time.
async function end(id, status, refund, answer) {
  const transfer = sent.get(id);
  if (!transfer) return; // of an earlier run, whose books are gone
  if (transfer.status === "pending") {
    transfer.status = status;
    if (refund) balance += Number(transfer.request.amount_cents);
    tell(status, { id });
  }
  if (transfer.status === status) await say(answer, { end_to_end_id: id });
}

async function receive({ end_to_end_id: id, amount_cents, payee_branch, payee_account, payer }) {
  if (!received.has(id)) {
    const ours = payee_branch === customer.branch && payee_account === customer.number;
    received.set(id, ours);
    if (ours) balance += Number(amount_cents);
    tell(ours ? "received" : "refused", { id, from: payer.name });
  }
  if (received.get(id)) await say("confirmed", { end_to_end_id: id, payee: us, confirmed_at: now() });
  else await say("rejected", { end_to_end_id: id, reason: "REJECTION_REASON_ACCOUNT_UNKNOWN", rejected_at: now() });
}

async function hear({ message }) {
  const { forwarded, confirmed, rejected } = ToBank.toObject(ToBank.decode(message.value), { longs: Number, enums: String });
  if (forwarded) await receive(forwarded);
  else if (confirmed) await end(confirmed.end_to_end_id, "completed", false, "completed");
  else if (rejected) await end(rejected.end_to_end_id, "refunded", true, "refunded");
}

// The key, by which others find the customer.
const keys = loadSync("codepix/v1/keys.proto", { includeDirs: [join(root, "proto")], keepCase: true, enums: String });
const { KeyDirectory } = grpc.loadPackageDefinition(keys).codepix.v1;
const directory = new KeyDirectory(HUB_GRPC_URL.replace("http://", ""), grpc.credentials.createInsecure());
const bearer = new grpc.Metadata();
bearer.set("authorization", `Bearer ${setting("HUB_TOKEN")}`);
const owner = { name: customer.name, tax_id: customer.tax_id };
const registration = { request_id: randomUUID(), kind: "KEY_KIND_EMAIL", key: customer.key, owner };
registration.account = { branch: customer.branch, number: customer.number };

const consumer = kafka.consumer({ groupId: `bank-${BANK}`, allowAutoTopicCreation: false });
await Promise.all([producer.connect(), consumer.connect()]);
await consumer.subscribe({ topic: `codepix.to.${BANK}`, fromBeginning: true });
await consumer.run({ eachMessage: hear });
const registered = await new Promise((done) => directory.RegisterKey(registration, bearer, (error) => done(error)));
if (registered && registered.code !== grpc.status.ALREADY_EXISTS) throw registered;
tell("open", { key: customer.key });
createInterface({ input: process.stdin }).on("line", (line) => {
  const [command, key, cents] = line.split(" ");
  if (command === "pay") pay(key, Number(cents)).catch(console.error);
}).on("close", () => process.exit());

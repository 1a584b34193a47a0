/**
 * A small test runner: one test after the other, no retries, a time limit each, evidence of every failure under
 * `reports/e2e/`, and `N passed, N failed` at the end.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { reports } from "./paths.js";

const tests = [];

/** Adds a test. `body` gets a {@link Case}; what it hands to `cleanup` is done in reverse order when the test is over. */
export function test(name, body, { seconds = 90 } = {}) {
  tests.push({ name, body, seconds });
}

/** What a running test has: cleaning up, and evidence that is written down only when it fails. */
class Case {
  #cleanups = [];
  #evidence = [];

  cleanup(work) {
    this.#cleanups.push(work);
  }

  /** `collect(folder)` writes pictures and logs into the folder; called when the test fails, before cleaning up. */
  evidence(collect) {
    this.#evidence.push(collect);
  }

  async collect(folder) {
    for (const collect of this.#evidence.reverse()) await collect(folder).catch((error) => console.log(`    no evidence: ${error.message}`));
  }

  async finish() {
    const errors = [];
    for (const work of this.#cleanups.reverse()) {
      try {
        await work();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

async function runOne({ name, body, seconds }, suite) {
  const running = new Case();
  const started = Date.now();
  let failure = null;
  try {
    await within(seconds, body(running));
  } catch (error) {
    failure = error;
    const folder = path.join(reports, suite, name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 80));
    await mkdir(folder, { recursive: true });
    await within(30, running.collect(folder)).catch((reason) => console.log(`    no evidence: ${reason.message}`));
    await writeFile(path.join(folder, "error.txt"), `${name}\n\n${error.stack ?? error}\n`);
    console.log(`    evidence in ${path.relative(process.cwd(), folder)}`);
  }
  try {
    await within(40, running.finish());
  } catch (error) {
    failure ??= error;
  }
  const took = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${failure ? "not ok" : "ok"} - ${name} (${took} s)`);
  if (failure) console.log(String(failure.stack ?? failure).replace(/^/gm, "    "));
  return failure === null;
}

function within(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Took more than ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Runs what was added; `words` narrow it to tests whose names contain one of them. */
export async function runAll(suite, words = []) {
  await rm(path.join(reports, suite), { recursive: true, force: true });
  const chosen = tests.filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())));
  let passed = 0;
  for (const each of chosen) if (await runOne(each, suite)) passed += 1;
  const failed = chosen.length - passed;
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

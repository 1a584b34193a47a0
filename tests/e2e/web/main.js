/** Runs the tests in a browser. */
import "./access.test.js";
import "./walk.test.js";
import "./keyboard.test.js";
import "./table.test.js";
import "./find.test.js";
import "./edit.test.js";
import "./retention.test.js";
import "./files.test.js";
import "./live.test.js";
import "./roles.test.js";
import "./rules.test.js";
import "./storage.test.js";
import { runAll } from "../lib/runner.js";
import { closeBrowser, removeFilled } from "./host.js";

const isGood = await runAll("web", process.argv.slice(2));
await closeBrowser();
await removeFilled();
process.exitCode = isGood ? 0 : 1;

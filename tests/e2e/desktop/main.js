/** Runs the tests with the real window. */
import "./start.test.js";
import "./log.test.js";
import "./edit.test.js";
import "./files.test.js";
import "./system.test.js";
import "./live.test.js";
import "./lineage.test.js";
import "./retention.test.js";
import { runAll } from "../lib/runner.js";
import { startDisplay } from "./display.js";
import { useDisplay } from "./window.js";

const { display, stop } = await startDisplay();
useDisplay(display);
const isGood = await runAll("desktop", process.argv.slice(2));
await stop();
process.exitCode = isGood ? 0 : 1;

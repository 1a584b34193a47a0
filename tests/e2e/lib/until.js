/** Waiting for a condition. The only waiting there is: nothing sleeps in the hope that something has happened. */
import { setTimeout as pause } from "node:timers/promises";

/** Asks until the answer is truthy, and gives it. */
export async function until(ask, { what, seconds = 15, every = 40 }) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`Waited ${seconds} s for ${what}`);
    await pause(every);
  }
}

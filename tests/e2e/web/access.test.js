/** Who gets in. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { startHost } from "./host.js";
import { empty } from "./stores.js";

test("the printed link signs a browser in, once", async (t) => {
  const host = await startHost(t, empty);
  const page = await host.page({ test: t, signIn: false });
  await page.goto(host.login);
  await page.getByRole("heading", { name: /^Log your first version/ }).waitFor();
  assert.ok(!page.url().includes(new URL(host.login).pathname), "the address bar no longer shows the secret");
  assert.deepEqual(page.complaints, []);
  const other = await host.page({ test: t, signIn: false });
  assert.equal((await other.goto(host.login)).status(), 401);
});

test("without the link there is nothing to see", async (t) => {
  const host = await startHost(t, empty);
  for (const place of ["/", "/-/settings", "/rpc/store.info", "/content/x", "/events"]) {
    const answer = await fetch(host.at(place), { redirect: "manual" });
    assert.ok([401, 403, 404, 405].includes(answer.status), `${place}: ${answer.status}`);
  }
});

test("the server listens on this machine only and can be reached under no other name", async (t) => {
  const host = await startHost(t, empty);
  const page = await host.page({ test: t });
  await page.goto(host.at("/"));
  const { hostname } = new URL(host.url);
  assert.equal(hostname, "127.0.0.1");
  const answer = await page.request.get(host.at("/"), { headers: { host: "cairn.example" } });
  assert.ok([400, 403, 421].includes(answer.status()), `${answer.status()}`);
});

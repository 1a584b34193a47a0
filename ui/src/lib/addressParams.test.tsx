import { act, renderHook } from "@testing-library/react";
import { BrowserRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { useAddressParams } from "./addressParams";

beforeEach(() => history.replaceState({ idx: 0 }, "", "/-/trash?filter=a"));

it("changes the address, also twice in one moment", () => {
  const { result } = renderHook(useAddressParams, { wrapper: BrowserRouter });
  act(() => {
    result.current[1]({ filter: "b" }, { replace: true });
    result.current[1]({ filter: "bc" }, { replace: true });
  });
  expect(location.search).toBe("?filter=bc");
  expect(result.current[0].get("filter")).toBe("bc");
});

it("leaves the address alone once another place was asked for", () => {
  const { result } = renderHook(useAddressParams, { wrapper: BrowserRouter });
  // The router renders a page once it is fetched; its address stands already.
  for (const place of ["/-/runs", "/-/trash?filter=other"]) {
    history.pushState({ idx: 1 }, "", place);
    act(() => result.current[1]({ filter: "late" }, { replace: true }));
    expect(location.pathname + location.search).toBe(place);
  }
});

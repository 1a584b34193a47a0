import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { forgetKept } from "@/lib/persist";

afterEach(() => {
  cleanup();
  localStorage.clear();
  forgetKept();
});

import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { forgetKept } from "@/lib/persist";

// What is waited for comes at once, but a loaded machine may take long to get there.
configure({ asyncUtilTimeout: 8000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
  forgetKept();
});

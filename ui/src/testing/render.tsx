import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { MemoryRouter } from "react-router";
import { queryClient } from "@/api";
import { RouterLinks } from "@/app/RouterLinks";
import { LiveRegion, ToastRegion } from "@/components";
import { installMock, type MockOptions } from "./mockPlatform";

/** Renders a part of the window with its surroundings: mock platform, queries, router, toasts. */
export function renderApp(element: ReactElement, { route = "/", ...options }: MockOptions & { route?: string } = {}) {
  queryClient.clear();
  const mock = installMock(options);
  const user = userEvent.setup();
  const view = render(
    <QueryClientProvider client={queryClient}>
      <MemoryRouter initialEntries={[route]}>
        <RouterLinks>
          {element}
          <ToastRegion />
          <LiveRegion />
        </RouterLinks>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { ...view, mock, user };
}

import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { BrowserRouter } from "react-router";
import { queryClient } from "@/api";
import { LiveRegion, ToastRegion } from "@/components";
import { ErrorBoundary } from "./ErrorBoundary";
import { RouterLinks } from "./RouterLinks";
import { Shell } from "./Shell";
import { StoreGate } from "./StoreGate";

export function App() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <RouterLinks>
            <ErrorBoundary name="The window" resetKey="">
              <StoreGate>
                <Shell />
              </StoreGate>
            </ErrorBoundary>
            <ToastRegion />
            <LiveRegion />
          </RouterLinks>
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>
  );
}

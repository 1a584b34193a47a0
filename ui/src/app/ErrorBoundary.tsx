import { Component, type ErrorInfo, type ReactNode } from "react";
import { errorDetails } from "@/api";
import { ErrorState } from "@/components";
import { getPlatform } from "@/platform";

interface Props {
  /** What failed, for the title: "This view". */
  name: string;
  /** A change of this value tries again (the route, say). */
  resetKey: string;
  children: ReactNode;
}

/**
 * Catches what fails while drawing a part of the window, so that the rest stays usable.
 * It can't catch event handlers and promises; those tell their failures themselves.
 */
export class ErrorBoundary extends Component<Props, { error: unknown; key: string }> {
  override state = { error: null as unknown, key: this.props.resetKey };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps({ resetKey }: Props, state: { error: unknown; key: string }) {
    return resetKey === state.key ? null : { error: null, key: resetKey };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    reportError(error instanceof Error ? error : new Error(`${String(error)} ${info.componentStack ?? ""}`));
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ErrorState
        title={`${this.props.name} can't be shown`}
        why={error instanceof Error ? error.message : String(error)}
        hint="Try again; if it stays, copy the details into a report."
        onRetry={() => this.setState({ error: null })}
        details={() => `${errorDetails(error)}\n${error instanceof Error ? (error.stack ?? "") : ""}`}
        onCopy={(text) => void getPlatform().copyText(text)}
      />
    );
  }
}

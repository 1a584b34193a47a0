import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { AliasPill } from "./Pills";
import { TokenField, type TokenFieldProps } from "./TokenField";

function Aliases(props: Partial<TokenFieldProps>) {
  const [tokens, setTokens] = useState<readonly string[]>(["latest", "best"]);
  return (
    <TokenField
      label="Aliases"
      tokens={tokens}
      onChange={setTokens}
      fixed={["latest"]}
      renderToken={(name, remove) => <AliasPill name={name} {...(remove ? { onRemove: remove } : {})} />}
      validate={(name) => (/^v\d+$/.test(name) ? `${name} is kept for indexes` : null)}
      note={(name) => (name === "staging" ? "moves “staging” from v9 to v12" : null)}
      suggest={async (text) => [{ value: "staging", note: "now on v9" }, { value: "stable" }].filter(({ value }) => value.startsWith(text))}
      {...props}
    />
  );
}

describe("TokenField", () => {
  it("says what an alias will do before it is added, and adds it", async () => {
    const user = userEvent.setup();
    render(<Aliases />);
    await user.type(screen.getByRole("combobox"), "sta");
    const option = await screen.findByRole("option", { name: /staging/ });
    expect(option.textContent).toContain("now on v9");
    await user.keyboard("{ArrowDown}");
    expect(screen.getByText("moves “staging” from v9 to v12")).toBeTruthy();
    await user.keyboard("{Enter}");
    expect(screen.getByText("staging")).toBeTruthy();
    expect(screen.getByText("moves “staging” from v9 to v12")).toBeTruthy();
  });

  it("refuses with a reason and keeps what was typed", async () => {
    const user = userEvent.setup();
    render(<Aliases />);
    await user.type(screen.getByRole("combobox"), "v3{Enter}");
    expect(screen.getByRole("alert").textContent).toBe("v3 is kept for indexes");
    expect(screen.getByRole<HTMLInputElement>("combobox").value).toBe("v3");
    await user.clear(screen.getByRole("combobox"));
    await user.type(screen.getByRole("combobox"), "best{Enter}");
    expect(screen.getByRole("alert").textContent).toBe("best is already there");
  });

  it("takes the last away with Backspace, never a fixed one", async () => {
    const user = userEvent.setup();
    render(<Aliases />);
    await user.click(screen.getByRole("combobox"));
    await user.keyboard("{Backspace}");
    await waitFor(() => expect(screen.queryByText("best")).toBeNull());
    await user.keyboard("{Backspace}");
    expect(screen.getByText("latest")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Remove latest" })).toBeNull();
  });
});

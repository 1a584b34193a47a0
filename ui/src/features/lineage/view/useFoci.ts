import { useEffect, useRef, useState } from "react";
import type { Mode } from "./address";
import type { View } from "./useView";

interface Focus {
  focus: string | null;
  mode: Mode;
}

/** What one has looked at, to step back and forward through it; Back and Forward of the window follow. */
export function useFoci({ focus, mode, change }: View) {
  const stack = useRef<{ list: Focus[]; at: number }>({ list: [{ focus, mode }], at: 0 });
  const [place, setPlace] = useState({ canBack: false, canForward: false });
  useEffect(() => {
    const { list, at } = stack.current;
    const isAt = (index: number) => list[index]?.focus === focus && list[index].mode === mode;
    if (isAt(at - 1)) stack.current = { list, at: at - 1 };
    else if (isAt(at + 1)) stack.current = { list, at: at + 1 };
    else if (!isAt(at)) stack.current = { list: [...list.slice(0, at + 1), { focus, mode }], at: at + 1 };
    setPlace({ canBack: stack.current.at > 0, canForward: stack.current.at < stack.current.list.length - 1 });
  }, [focus, mode]);
  const step = (by: 1 | -1) => {
    const next = stack.current.list[stack.current.at + by];
    if (next) change({ ...next, camera: null, open: [], pulled: [] });
  };
  return { ...place, back: () => step(-1), forward: () => step(1) };
}

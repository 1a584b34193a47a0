/** Collections that the person keeps at the top of the sidebar. */
import { readKept, useKept, writeKept } from "@/lib/persist";

export interface Pin {
  address: string;
  name: string;
  type: string;
}

const KEY = "pins";
const NONE: Pin[] = [];

export function usePins(): readonly Pin[] {
  return useKept<Pin[]>(KEY, NONE)[0];
}

export function isPinned(address: string): boolean {
  return readKept<Pin[]>(KEY, NONE).some((pin) => pin.address === address);
}

export function togglePin(pin: Pin): void {
  const pins = readKept<Pin[]>(KEY, NONE);
  const others = pins.filter(({ address }) => address !== pin.address);
  writeKept(KEY, others.length < pins.length ? others : [...pins, { address: pin.address, name: pin.name, type: pin.type }]);
}

/** A pin follows its collection to its new name. */
export function movePin(before: string, address: string, name: string): void {
  const pins = readKept<Pin[]>(KEY, NONE);
  const at = pins.findIndex((pin) => pin.address === before);
  const pin = pins[at];
  if (pin) writeKept(KEY, pins.with(at, { ...pin, address, name }));
}

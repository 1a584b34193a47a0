import { useSearchParams } from "react-router";
import { SegmentedControl } from "@/components";
import { Duplicates } from "./Duplicates";
import { Expiring } from "./Expiring";
import { Growth } from "./Growth";
import { Receipts } from "./Receipts";

const PARTS = [
  { value: "expiring", label: "Expiring", Part: Expiring },
  { value: "growth", label: "Growth", Part: Growth },
  { value: "duplicates", label: "Duplicates", Part: Duplicates },
  { value: "receipts", label: "Receipts", Part: Receipts },
] as const;

/** Below the map: what soon goes, how it grew, what lies in several collections, what went for good. */
export function Outlook() {
  const [params, setParams] = useSearchParams();
  const { value, Part } = PARTS.find((part) => part.value === params.get("show")) ?? PARTS[0];
  const show = (next: string) => {
    const wanted = new URLSearchParams(params);
    wanted.set("show", next);
    setParams(wanted, { replace: true });
  };
  return <Part choice={<SegmentedControl label="Below the map" value={value} options={PARTS} onChange={show} />} />;
}

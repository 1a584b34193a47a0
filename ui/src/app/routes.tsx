/**
 * What is shown where. A feature adds its page here and nowhere else:
 * `/{entity}/{project}` and below come from addresses, the window's own pages lie under `/-/`.
 * Pages are loaded from their own file: loading a feature's index would make one piece of all that the feature exports,
 * and what the first page needs of it would bring the rest along.
 */
import { HardDrive, History, Play, Trash2, Waypoints, type LucideIcon } from "lucide-react";
import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import type { Address } from "@/lib/address";

export interface AddressPageProps {
  address: Required<Pick<Address, "entity" | "project">> & Address;
}

/** `/{entity}/{project}`, `?type=` narrows it to one type. */
export const ProjectPage: LazyExoticComponent<ComponentType<AddressPageProps>> = lazy(() => import("@/features/artifacts/project/ProjectPage").then(({ ProjectPage: page }) => ({ default: page })));
/** `/{entity}/{project}/{collection}`. */
export const CollectionPage: LazyExoticComponent<ComponentType<AddressPageProps>> = lazy(() => import("@/features/artifacts/collection/CollectionPage").then(({ CollectionPage: page }) => ({ default: page })));
/** `/{entity}/{project}/{collection}:{alias or index}`, `?tab=` chooses the tab. */
export const VersionPage: LazyExoticComponent<ComponentType<AddressPageProps>> = lazy(() => import("@/features/versions/VersionPage").then(({ VersionPage: page }) => ({ default: page })));

/** Upper part of the sidebar. */
export const ArtifactNavigation: LazyExoticComponent<ComponentType<{ project: string | null; go: (path: string) => void }>> = lazy(() => import("@/features/artifacts/sidebar/ArtifactNavigation").then(({ ArtifactNavigation: part }) => ({ default: part })));

export interface OwnPage {
  /** `/-/…` */
  path: string;
  title: string;
  Component: LazyExoticComponent<ComponentType>;
  /** Stands in the sidebar under "Work" with this icon. */
  icon?: LucideIcon;
  /** Number beside it in the sidebar. */
  count?: "trashed" | "stored";
  /** Shows the project in view; the sidebar says which. */
  isOfProject?: boolean;
}

/** Pages without an address in the store. */
export const OWN_PAGES: readonly OwnPage[] = [
  { path: "/-/settings", title: "Settings", Component: lazy(() => import("@/features/settings/SettingsPage").then(({ SettingsPage }) => ({ default: SettingsPage }))) },
  { path: "/-/compare", title: "Compare", Component: lazy(() => import("@/features/compare/ComparePage").then(({ ComparePage }) => ({ default: ComparePage }))) },
  { path: "/-/lineage", title: "Lineage", icon: Waypoints, isOfProject: true, Component: lazy(() => import("@/features/lineage/LineagePage").then(({ LineagePage }) => ({ default: LineagePage }))) },
  { path: "/-/runs", title: "Runs", icon: Play, isOfProject: true, Component: lazy(() => import("@/features/runs/RunsPage").then(({ RunsPage }) => ({ default: RunsPage }))) },
  { path: "/-/run", title: "Run", Component: lazy(() => import("@/features/runs/RunPage").then(({ RunPage }) => ({ default: RunPage }))) },
  { path: "/-/history", title: "History", icon: History, Component: lazy(() => import("@/features/history/HistoryPage").then(({ HistoryPage }) => ({ default: HistoryPage }))) },
  { path: "/-/storage", title: "Storage", icon: HardDrive, count: "stored", Component: lazy(() => import("@/features/storage/StoragePage").then(({ StoragePage }) => ({ default: StoragePage }))) },
  { path: "/-/trash", title: "Trash", icon: Trash2, count: "trashed", Component: lazy(() => import("@/features/trash/TrashPage").then(({ TrashPage }) => ({ default: TrashPage }))) },
  { path: "/-/activity", title: "Activity", Component: lazy(() => import("./activity/ActivityPage")) },
];

/** Above the content: what holds expiry and collection up, with their dialogs. */
export const StorageHost: LazyExoticComponent<ComponentType> = lazy(() => import("@/features/storage/StorageHost").then(({ StorageHost: host }) => ({ default: host })));

/** Always mounted inside the window: dialogs and drop handling of features that offer command handlers from anywhere. */
export const GLOBALS: readonly { id: string; Component: LazyExoticComponent<ComponentType> }[] = [
  { id: "ingest", Component: lazy(() => import("@/features/ingest/IngestHost").then(({ IngestHost }) => ({ default: IngestHost }))) },
  { id: "export", Component: lazy(() => import("@/features/files/export/ExportHost").then(({ ExportHost }) => ({ default: ExportHost }))) },
  { id: "version-dialogs", Component: lazy(() => import("@/features/versions/dialogs/VersionDialogs").then(({ VersionDialogs }) => ({ default: VersionDialogs }))) },
  { id: "runs", Component: lazy(() => import("@/features/runs/RunDialogs").then(({ RunDialogs }) => ({ default: RunDialogs }))) },
  { id: "rules", Component: lazy(() => import("@/features/retention/RulesHost").then(({ RulesHost }) => ({ default: RulesHost }))) },
  { id: "artifacts", Component: lazy(() => import("@/features/artifacts/dialogs/ArtifactDialogs").then(({ ArtifactDialogs }) => ({ default: ArtifactDialogs }))) },
];

export { HistoryList } from "./HistoryList";
export { HistoryPage } from "./HistoryPage";

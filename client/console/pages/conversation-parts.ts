/** What a conversation needs on screen; loaded when one is opened, or right after the first paint. */
export { CustomerPanel } from '../features/customer/CustomerPanel.tsx';
export { ConversationPane } from './ConversationPane.tsx';

/** Whether the event log can be asked, as far as this process knows. */
export interface LogStanding {
  isAway(): boolean;
  /** When it last answered, in ms since the Unix epoch. */
  answeredAtMs(): number;
}

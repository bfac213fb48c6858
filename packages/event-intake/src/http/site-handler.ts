/** A request that none of the intake's own routes answers. */
export interface SiteRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: string;
  /** `If-None-Match` */
  readonly known: string | undefined;
  readonly body: string;
}

export interface SiteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** What is served beside the intake. */
export interface SiteHandler {
  /** Undefined: there is nothing of that name. */
  answer(request: SiteRequest): Promise<SiteAnswer | undefined>;
}

import { contentSecurityPolicy } from "../pages/site-context.ts";

/** The headers of a file, by its path below the site's root. */
export interface FileHeaders {
  readonly type: string;
  readonly cache: string;
  /** Whether it is a page, which may load and run its own site's files alone. */
  readonly isPage: boolean;
}

const forever = "public, max-age=31536000, immutable";
const aMinute = "public, max-age=60";

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  atom: "application/atom+xml; charset=utf-8",
  txt: "text/plain; charset=utf-8",
};

/** Source of the schemas' types: RFC 9512, and draft-07 §11 of the core specification. */
export function headersOf(path: string): FileHeaders {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = /\.([a-z]+)$/.exec(name)?.[1] ?? "";
  if (path.startsWith("repositories/") && name !== "index.html" && name !== "index.json") {
    const isVersion = /^\d+\.\d+\.\d+(\.\w+)?$/.test(name);
    const type =
      extension === "json" ? "application/schema+json; charset=utf-8" : "application/yaml; charset=utf-8";
    return { type, cache: isVersion ? forever : aMinute, isPage: false };
  }
  const isHashed = path.startsWith("assets/") && /-[A-Za-z0-9]{8,}\.\w+$/.test(name);
  const type =
    extension === "json"
      ? "application/json; charset=utf-8"
      : (types[extension] ?? "application/octet-stream");
  return { type, cache: isHashed ? forever : "no-cache", isPage: extension === "html" };
}

/** The security headers of every answer from the site. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

export const pageHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": `${contentSecurityPolicy}; frame-ancestors 'self'`,
};

/** `_headers`, as Netlify and Cloudflare Pages read it. */
export function headersFile(): string {
  return `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Content-Security-Policy: ${contentSecurityPolicy}; frame-ancestors 'self'
/assets/*
  Cache-Control: ${forever}
/repositories/*
  Access-Control-Allow-Origin: *
  Cache-Control: ${aMinute}
`;
}

/** A configuration for nginx: included in a \`server\` block whose \`root\` is the site. */
export function nginxFile(): string {
  return `# Include this in a server block whose root is the site:
#   server { listen 80; root /srv/schemas; include /srv/schemas/nginx.conf; }
index index.html;
error_page 404 /404.html;
add_header X-Content-Type-Options nosniff always;
add_header Referrer-Policy no-referrer always;
add_header Content-Security-Policy "${contentSecurityPolicy}; frame-ancestors 'self'" always;
location = /nginx.conf { return 404; }
location ~ /\\. { return 404; }
location /assets/ {
  add_header Cache-Control "${forever}";
}
location /repositories/ {
  types { application/schema+json json; application/yaml yaml; text/html html; }
  default_type application/yaml;
  add_header Access-Control-Allow-Origin *;
  add_header X-Content-Type-Options nosniff;
  add_header Cache-Control "${aMinute}";
  location ~ "/\\d+\\.\\d+\\.\\d+(\\.(yaml|json))?$" {
    types { application/schema+json json; application/yaml yaml; }
    default_type application/yaml;
    add_header Access-Control-Allow-Origin *;
    add_header X-Content-Type-Options nosniff;
    add_header Cache-Control "${forever}";
  }
}
`;
}

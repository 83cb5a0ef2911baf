// `fetch` with the cookies of one browser, kept in a file so that they survive a kill as a browser's do.

import fs from "node:fs";

/** A fetch that sends and keeps cookies; `step(name)` is called before a request leaves and after its reply came. */
export function cookieFetch(path, step) {
  let jar = fs.existsSync(path) ? JSON.parse(fs.readFileSync(path, "utf-8")) : {};
  const keep = () => {
    fs.writeFileSync(`${path}.new`, JSON.stringify(jar));
    fs.renameSync(`${path}.new`, path);
  };
  const fetched = async (address, options = {}) => {
    const cookie = Object.entries(jar).map(([name, value]) => `${name}=${value}`).join("; ");
    step("request");
    const reply = await fetch(address, { ...options, headers: { ...options.headers, ...(cookie && { Cookie: cookie }) } });
    step("reply");
    const set = reply.headers.getSetCookie();
    for (const line of set) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) delete jar[name];
      else jar[name] = value;
    }
    if (set.length) keep();
    return reply;
  };
  fetched.forget = () => { jar = {}; keep(); };
  return fetched;
}

// A certificate authority for one test, made on the spot, and browsers that trust it as a company's computers trust
// the company's own: by its root in their store, with every check that they make left on.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { browserName } from "./browser.mjs";

const run = promisify(execFile);

export class Authority {
  // Keeps its files in `folder`.
  static async create(folder) {
    const authority = new Authority();
    authority.file = (name) => path.join(folder, name);
    await run("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-keyout", authority.file("root.key"), "-out", authority.file("root.pem"), "-subj", "/CN=Root of a test"],
    ]);
    return authority;
  }

  // The server's options for a certificate of localhost. Overwrites the one before.
  async issue() {
    const [certificate, key, request, extensions] = ["localhost.pem", "localhost.key", "request", "extensions"].map(this.file);
    await writeFile(extensions, "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n");
    await run("openssl", [
      ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-keyout", key, "-out", request, "-subj", "/CN=localhost"],
    ]);
    await run("openssl", [
      ...["x509", "-req", "-in", request, "-days", "1", "-CA", this.file("root.pem"), "-CAkey", this.file("root.key")],
      ...["-CAcreateserial", "-extfile", extensions, "-out", certificate],
    ]);
    return ["--tls-certificate", certificate, "--tls-key", key];
  }

  // launch()'s options for a browser that trusts it: Chromium reads the database of its user, Firefox that of its profile.
  async trustedBrowser() {
    const home = this.file("home");
    const store = browserName === "chromium" ? path.join(home, ".pki/nssdb") : home;
    await mkdir(store, { recursive: true });
    await run("certutil", ["-d", `sql:${store}`, "-N", "--empty-password"]);
    await run("certutil", ["-d", `sql:${store}`, "-A", "-n", "Root of a test", "-t", "C,,", "-i", this.file("root.pem")]);
    return browserName === "chromium" ? { env: { ...process.env, HOME: home } } : { userDataDir: home };
  }
}

// A certificate authority that exists for one test, and browsers that trust it in the way in which a company's computers
// trust the company's own authority: its root certificate is in their store, and all their checks stay on.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { browserName } from "./browser.mjs";

const run = promisify(execFile);

export class Authority {
  // Creates an authority that keeps its files in `folder`.
  static async create(folder) {
    const authority = new Authority();
    authority.file = (name) => path.join(folder, name);
    await run("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-keyout", authority.file("root.key"), "-out", authority.file("root.pem"), "-subj", "/CN=Root of a test"],
    ]);
    return authority;
  }

  // Issues a certificate for localhost, which replaces the one before, and returns the server's options for it.
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

  // Returns the options for launch() of a browser that trusts this authority. Chromium reads the certificate store in the
  // user's home, and Firefox the one in its profile.
  async trustedBrowser() {
    const home = this.file("home");
    const store = browserName === "chromium" ? path.join(home, ".pki/nssdb") : home;
    await mkdir(store, { recursive: true });
    await run("certutil", ["-d", `sql:${store}`, "-N", "--empty-password"]);
    await run("certutil", ["-d", `sql:${store}`, "-A", "-n", "Root of a test", "-t", "C,,", "-i", this.file("root.pem")]);
    return browserName === "chromium" ? { env: { ...process.env, HOME: home } } : { userDataDir: home };
  }
}

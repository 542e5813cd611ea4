// An OpenID Connect provider on a free port of this machine, with one client: deskdoc. It ends with its input.
import http from "node:http";
import Provider from "oidc-provider";

const redirect = process.argv.at(-1);
const groups = { ada: ["staff", "desk"], bob: ["staff"] };

const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "deskdoc", client_secret: "only-for-tests", redirect_uris: [redirect] }],
    scopes: ["openid", "profile", "groups"],
    claims: { openid: ["sub"], profile: ["name"], groups: ["groups"] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} <script>alert(1)</script>`, groups: groups[id] ?? [] }),
    }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});

process.stdin.on("end", () => process.exit(0)).resume();

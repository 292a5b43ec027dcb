package dev.rollcall.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.ServiceNames;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Site files that are right. */
class SitesTest {
  /** Every key that there is. */
  static final String WHOLE =
      """
      self:      appsanywhere01.uni.edu
      source:    10.1.2.3
      servers:   [appsanywhere01.uni.edu, {name: appsanywhere02.uni.edu, address: 10.1.2.4, public-address: 203.0.113.4}]
      service:   {url: "https://appsanywhere.uni.edu:8443", direct: false, health: {path: /health, status: 200, body: OK}, sso: {path: /sso}, persistence: {mode: source, evidence: {header: X-Server}}}
      sql:       {host: mssql.uni.edu, port: 1433, instance: ~, browser: optional, multi-subnet: false, database: appsanywhere, user: appsanywhere_user, password: {env: ROLLCALL_SQL_PASSWORD}}
      directory: {host: dc1.uni.edu, hosts: [dc1.uni.edu, dc2.uni.edu], domain: uni.edu, site: ~, realm: UNI.EDU, user: svc, password: {file: ldap.password}}
      files:     {unc: '\\\\myfileshare.uni.edu\\packages', targets: [], user: svc, password: {credential: files}}
      time:      {servers: []}
      cloudpaging: {host: cloudpaging.uni.edu}
      parallels: {host: parallels.uni.edu}
      analytics: {host: analytics.uni.edu, port: 19999}
      client-management: {host: clients.uni.edu}
      mail:      {host: smtp.sendgrid.net, port: 587, tls: starttls, auth: required, user: apikey, password: {env: MAIL}}
      trust:     {internal: [campus-ca.pem], public: [], inspection: []}
      resolvers: ["2001:db8::53", 10.1.1.1]
      proxy:     {url: http://proxy.uni.edu:3128, user: rollcall, password: {env: PROXY}, except: [.uni.edu]}
      rules:     {mail.smtp: {skip: we relay internally, until: 2027-06-30}, libraries.github: {addresses: any}, sql.tds: {certificate: verify, request: {ticket: "4711", expiry: 2027-06-30}}}
      request:   {requester: Jane Doe, environment: production, expiry: 2027-12-31, ticket: CHG0012345}
      """;

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBfzCCASWgAwIBAgIUDhtGgtyjYYoz7plH8tk3/PWCbzYwCgYIKoZIzj0EAwIw
      FDESMBAGA1UEAwwJQ2FtcHVzIENBMCAXDTI2MTEyMjE5MTkwNloYDzIwODEwODI1
      MTkxOTA2WjAUMRIwEAYDVQQDDAlDYW1wdXMgQ0EwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAATgZXFljIxnO4D6uvY7ACIS+p0JnTlbzDhkgGQEEIMol4U7EWk4E23p
      aB0xqaT5R2bLjWkXNG/wGWgZB0iTVwUTo1MwUTAdBgNVHQ4EFgQUnFf9TlUm2LHi
      E67ztl45O1i8iZgwHwYDVR0jBBgwFoAUnFf9TlUm2LHiE67ztl45O1i8iZgwDwYD
      VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAqeln5m5QV+JWSe+dH1IJ
      V36aiwpHcmHuSGNrx9HTKdoCIFuccF5RkmtW3xB6YOmJBpU1vxWqHY+os0iboGok
      7CJD
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  private Site read(String text) throws Exception {
    Path file = folder.resolve("site.yaml");
    Files.writeString(file, text);
    return Sites.read(file, Catalogues.shipped(SomeProtocols.table()));
  }

  /** The rule is then not configured. */
  @Test
  void aRuleThatLacksAnotherValueRefusesNone() throws Exception {
    Site site =
        read(
            """
            servers: [a.uni.edu]
            service: {url: "https://aa.uni.edu", health: {path: /health}}
            sql: {host: db.uni.edu}
            directory: {host: dc1.uni.edu, realm: UNI.EDU}
            files: {unc: '\\\\fs.uni.edu\\packages'}
            """);
    assertTrue(site.values().containsKey("service.health.path"));
  }

  private static SecretReference reference(Site site, String name) {
    return ((SiteValue.Secret) site.values().get(name)).reference();
  }

  @Test
  void internationalNamesAreAskedForInAscii() throws Exception {
    String site =
        WHOLE
            .replace("host: mssql.uni.edu", "host: \"b\u00fccher.uni.edu\"")
            .replace("https://appsanywhere.uni.edu:8443", "https://\u00fcni.edu:8443")
            .replace("appsanywhere01.uni.edu", "\u00fc01.uni.edu")
            .replace("myfileshare.uni.edu", "\u00fcni.edu");
    Files.writeString(folder.resolve("campus-ca.pem"), CERTIFICATE);
    Site read = read(site);
    assertEquals(Optional.of(read.servers().get(0).name()), read.self());
    assertEquals(
        new SiteValue.Texts(List.of("xn--bcher-kva.uni.edu")), read.values().get("sql.host"));
    assertEquals(
        new SiteValue.Texts(List.of("https://xn--ni-wka.edu:8443")),
        read.values().get("service.url"));
    assertEquals(
        new SiteValue.Texts(List.of("\\\\xn--ni-wka.edu\\packages")),
        read.values().get("files.unc"));
  }

  @Test
  void readsEveryKey() throws Exception {
    Files.writeString(folder.resolve("campus-ca.pem"), CERTIFICATE);
    Site site = read(WHOLE);
    assertEquals(Optional.of("appsanywhere01.uni.edu"), site.self());
    assertEquals(Optional.of(InetAddress.getByName("10.1.2.3")), site.source());
    assertEquals(
        new SiteValue.Servers(
            List.of(
                new Server("appsanywhere01.uni.edu", Optional.empty(), Optional.empty()),
                new Server(
                    "appsanywhere02.uni.edu",
                    Optional.of(InetAddress.getByName("10.1.2.4")),
                    Optional.of(InetAddress.getByName("203.0.113.4"))))),
        site.values().get("servers"));
    assertEquals(new SiteValue.Texts(List.of("1433")), site.values().get("sql.port"));
    assertEquals(
        new SecretReference.Environment("ROLLCALL_SQL_PASSWORD"), reference(site, "sql.password"));
    assertEquals(
        new SecretReference.File(folder.resolve("ldap.password")),
        reference(site, "directory.password"));
    assertEquals(new SecretReference.Credential("files"), reference(site, "files.password"));
    assertEquals(List.of(folder.resolve("campus-ca.pem")), site.trust().internal());
    assertEquals(
        List.of(InetAddress.getByName("2001:db8::53"), InetAddress.getByName("10.1.1.1")),
        site.resolvers());
    assertEquals(
        Optional.of(
            new Site.ProxySetting(
                new Site.ProxyUrl(new Target("proxy.uni.edu", Port.tcp(3128)), false),
                Optional.of("rollcall"),
                site.proxy().orElseThrow().password(),
                false,
                List.of(".uni.edu"))),
        site.proxy());
    assertEquals(
        new SecretReference.Environment("PROXY"),
        site.proxy().orElseThrow().password().orElseThrow().reference());
    assertEquals(
        Map.of(
            "mail.smtp",
            new Site.Amendment(
                Optional.of("we relay internally"),
                Optional.of(LocalDate.of(2027, 6, 30)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RequestDetails.NONE),
            "libraries.github",
            new Site.Amendment(
                Optional.empty(),
                Optional.empty(),
                Optional.of(AddressPolicy.ANY),
                Optional.empty(),
                Optional.empty(),
                RequestDetails.NONE),
            "sql.tds",
            new Site.Amendment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(CertificatePolicy.VERIFY),
                Optional.empty(),
                new RequestDetails(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(LocalDate.of(2027, 6, 30)),
                    Optional.of("4711"),
                    ServiceNames.NONE))),
        site.amendments());
    assertEquals(
        new RequestDetails(
            Optional.of("Jane Doe"),
            Optional.of("production"),
            Optional.of(LocalDate.of(2027, 12, 31)),
            Optional.of("CHG0012345"),
            ServiceNames.NONE),
        site.request());
  }

  @Test
  void whatIsEmptyIsNotSet() throws Exception {
    Files.writeString(folder.resolve("campus-ca.pem"), CERTIFICATE);
    Site site = read(WHOLE);
    assertTrue(!site.values().containsKey("sql.instance"));
    assertTrue(!site.values().containsKey("files.targets"));
    assertTrue(!site.values().containsKey("time.servers"));
  }

  @Test
  void takesUrlsAndUncPathsApart() throws Exception {
    Files.writeString(folder.resolve("campus-ca.pem"), CERTIFICATE);
    Catalogue table = Catalogues.shipped(SomeProtocols.table());
    Values values = Values.of(table, Optional.of(read(WHOLE)), Optional.empty());
    assertEquals(List.of("appsanywhere.uni.edu"), values.texts("service.url.host"));
    assertEquals(List.of("8443"), values.texts("service.url.port"));
    assertEquals(List.of("myfileshare.uni.edu"), values.texts("files.unc.host"));
    assertEquals(List.of("packages"), values.texts("files.unc.share"));
    assertEquals(List.of(), values.texts("sql.password"));
  }

  @Test
  void theExampleIsRight() throws Exception {
    Site site =
        Sites.read(Path.of("checks/site.example.yaml"), Catalogues.shipped(SomeProtocols.table()));
    assertEquals(new SiteValue.Texts(List.of("mssql.uni.edu")), site.values().get("sql.host"));
  }

  @Test
  void aFileThatIsNotThereIsComplainedOf() throws Exception {
    Catalogue table = Catalogues.shipped(SomeProtocols.table());
    Path none = folder.resolve("none.yaml");
    ComplaintException thrown =
        assertThrows(ComplaintException.class, () -> Sites.read(none, table));
    assertEquals(
        none + ": there is no such file: correct its name, or create it", thrown.getMessage());
    assertEquals(1, thrown.complaints().size());
  }

  @Test
  void aWaiverStandsForWhatIsMissing() throws Exception {
    Site site =
        read(
            """
            servers: [a.uni.edu]
            service: {url: https://appsanywhere.uni.edu}
            directory: {domain: uni.edu, realm: UNI.EDU}
            rules:
              sql.tds: {skip: no database yet}
              sql.browser: {skip: no database yet}
              files.smb: {host: fs1.uni.edu}
            """);
    assertEquals(Optional.of("fs1.uni.edu"), amendedHost(site, "files.smb"));
  }

  private static Optional<String> amendedHost(Site site, String rule) {
    return Optional.ofNullable(site.amendments().get(rule)).flatMap(Site.Amendment::host);
  }
}

package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Outcome;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every http(s) row of the table: what proves it, what does not, and what it is then. */
class RulesTest {
  private static final String PASS = "identified";
  private static final String WARN = "NOT_IDENTIFIED";
  private static final String UNEXPECTED = "EXCHANGE UNEXPECTED";
  private static final String BLOCK_PAGE = "EXCHANGE BLOCK_PAGE";
  private static final String ODD = "/odd%2Fpath/%C3%A4?a=1&a=2&b=%20+x&c=";
  private static final String ME = "https://" + Probes.HOST;
  private static final String BLOCKED =
      Web.answer("403 Forbidden|Content-Type: text/html", "<h1>FortiGuard: Web Page Blocked!</h1>");

  private record Row(String rule, boolean tls, Settings settings, String answer, String result) {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Settings redirect = new Settings().redirect(Redirect.HTTPS).proof();
    for (String status : List.of("301 Moved", "302 Found", "307 Temporary", "308 Permanent")) {
      rows.add(http("lb.redirect", redirect, to(status, ME + "/"), PASS));
    }
    rows.add(http("lb.redirect", redirect, to("301 x", "HTTPS://PEER.Rollcall.test."), PASS));
    rows.add(http("lb.redirect", redirect, to("301 x", ME + ":443/other"), PASS));
    rows.add(http("lb.redirect", redirect, to("303 See Other", ME + "/"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", ME + ":8443/"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", "/login"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", "http://" + Probes.HOST), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, Web.answer("301 Moved", ""), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, Web.answer("200 OK", "hello"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("302 x", "https://block.test/?u=1"), BLOCK_PAGE));
    // A host of the same domain is the balancer's own mistake.
    rows.add(http("lb.redirect", redirect, to("301 x", "https://w.rollcall.test/"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", "https://xrollcall.test/"), BLOCK_PAGE));
    rows.add(http("lb.redirect", redirect, BLOCKED, BLOCK_PAGE));
    Settings same = new Settings().path(ODD).redirect(Redirect.HTTPS_SAME_URI).proof();
    rows.add(http("lb.redirect-uri", same, to("301 x", ME + ODD), PASS));
    for (String changed :
        List.of(
            "/", "/odd/path/%C3%A4?a=1&a=2&b=%20+x&c=", ODD + "x", ODD.replace("%C3", "%c3"), "")) {
      rows.add(http("lb.redirect-uri", same, to("301 x", ME + changed), UNEXPECTED));
    }

    Settings health = new Settings().path("/health").status("200").body("UP").proof().hard();
    rows.add(https("lb.health", health, Web.answer("200 OK", "status: UP"), PASS));
    rows.add(https("lb.health", health, Web.answer("200 OK", "status: DOWN"), UNEXPECTED));
    rows.add(https("lb.health", health, Web.answer("503 Down", "UP"), UNEXPECTED));
    rows.add(https("lb.health", health, to("302 Found", "/login"), UNEXPECTED));

    Settings any = new Settings();
    for (String rule : List.of("lb.service", "registration", "icons.cdn", "patch.cdn")) {
      rows.add(https(rule, any, Web.answer("200 OK", "hello"), PASS));
      rows.add(https(rule, any, Web.answer("400 Bad Request|Server: cdn", "no such host"), PASS));
      rows.add(https(rule, any, to("302 Found", "/login"), PASS));
      rows.add(https(rule, any, to("302 Found", "https://sso.test/"), BLOCK_PAGE));
    }
    rows.add(
        https(
            "inbound.portal",
            new Settings().redirectHosts("sso.test", "*.idp.test"),
            to("302 Found", "https://login.idp.test/"),
            PASS));
    rows.add(https("cloudpaging", jukebox(), Web.answer("404 Not Found", ""), PASS));
    rows.add(https("cloudpaging", jukebox(), Web.answer("502 Bad Gateway", ""), WARN));
    rows.add(https("cloudpaging", jukebox().hard(), Web.answer("500 x", ""), UNEXPECTED));

    rows.add(http("icons.api", any, Web.answer("404 Not Found", "no such thing"), PASS));
    rows.add(http("icons.api", any, to("301 Moved", ME + "/"), PASS));
    rows.add(http("icons.api", any, to("302 Found", "http://portal.test/login"), BLOCK_PAGE));
    rows.add(http("icons.api", any, BLOCKED, BLOCK_PAGE));
    rows.add(http("peer.installers", any, Web.answer("403 Forbidden", "Forbidden"), PASS));

    Settings urls =
        new Settings()
            .path("/?release=7&arch=x86_64&repo=os&infra=stock")
            .content(Content.URL_LINES)
            .proof();
    String mirrors = "# mirrors\r\n\r\nhttp://mirror.test/centos/7/\r\nhttp://b.test/7/\r\n";
    rows.add(http("repo.centos-mirrorlist", urls, Web.answer("200 OK", mirrors), PASS));
    rows.add(http("repo.centos-mirrorlist", urls, Web.answer("200 OK", "Invalid release"), WARN));
    rows.add(http("repo.remi-cdn", urls, Web.answer("200 OK", "http://cdn.test/remi/"), PASS));
    rows.add(http("repo.remi-cdn", urls, Web.answer("403 Forbidden", "Forbidden"), WARN));
    rows.add(http("repo.remi-cdn", urls, Web.answer("200 OK", "<a>\nhttp://x.test/"), WARN));
    rows.add(http("repo.remi-cdn", urls, to("302 Found", "/other"), WARN));

    Settings metalink = new Settings().content(Content.METALINK).proof();
    String document = "<?xml version=\"1.0\"?>\n<!-- <repomd> -->\n<metalink version=\"3.0\">";
    rows.add(https("repo.epel", metalink, Web.answer("200 OK", document), PASS));
    rows.add(https("repo.epel", metalink, Web.answer("404 Gone", "# repo=epel-7"), WARN));
    rows.add(https("repo.epel", metalink, Web.answer("200 OK", "<html><metalink>"), WARN));
    Settings repomd = new Settings().content(Content.REPOMD).proof();
    String index = "\u00ef\u00bb\u00bf<repomd xmlns=\"http://linux.duke.edu/metadata/repo\"/>";
    for (String rule : List.of("repo.microsoft", "repo.nodesource")) {
      rows.add(https(rule, repomd, Web.answer("200 OK", index), PASS));
      rows.add(https(rule, repomd, Web.answer("200 OK", document), WARN));
    }
    Settings key = new Settings().path("/RPM-GPG-KEY-remi").content(Content.PGP_KEY).proof();
    String armour = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nmQ";
    rows.add(https("repo.remi", key, Web.answer("200 OK", armour), PASS));
    rows.add(https("repo.remi", key, Web.answer("200 OK", "remi:\n" + armour), PASS));
    rows.add(https("repo.remi", key, Web.answer("200 OK", "see " + armour), WARN));

    Settings azure = new Settings().header("Server: Windows-Azure-Blob*", "x-ms-*: *").proof();
    rows.add(
        https(
            "console.resources",
            azure,
            Web.answer("400 Bad|Server: Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0", ""),
            PASS));
    rows.add(https("console.resources", azure, Web.answer("404 x|X-MS-Version: 1", ""), PASS));
    rows.add(https("console.resources", azure, Web.answer("400 x|Server: nginx", ""), WARN));

    Settings github = new Settings().header("Server: github.com").proof();
    rows.add(https("libraries.github", github, Web.answer("200 OK|Server: GitHub.com", ""), PASS));
    rows.add(https("libraries.github", github, to("302 Found", "/login"), PASS));
    rows.add(https("libraries.github", github, Web.answer("200 OK|Server: nginx", ""), WARN));
    Settings jquery = new Settings().status("200").body("jQuery v3.7.1").proof();
    rows.add(
        https("libraries.google", jquery, Web.answer("200 OK", "/*! jQuery v3.7.1 | (c)"), PASS));
    rows.add(https("libraries.google", jquery, Web.answer("200 OK", "hello"), WARN));
    rows.add(https("libraries.google", jquery, Web.answer("404 x", "jQuery v3.7.1"), WARN));
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> table() {
    return rows().stream()
        .map(row -> dynamicTest(row.rule() + " " + row.result(), () -> hold(row)));
  }

  private static void hold(Row row) throws Exception {
    try (Web web = row.tls() ? Web.secured(row.answer()) : Web.plain(row.answer())) {
      Attempt attempt = row.tls() ? web.https(row.settings()) : web.http(row.settings());
      assertEquals(row.result(), result(attempt), () -> row.answer() + attempt.outcome());
      assertEquals(
          row.answer().substring(9, 12), Probes.fact(attempt, "http.status"), attempt::toString);
      ProtocolContract.assertHarmless(attempt.outcome());
    }
  }

  @Test
  void proofIsToldWithoutWhatChangesEachTime() throws Exception {
    String answer = Web.answer("400 Bad|Server: nginx|x-ms-request-id: 0815", "");
    try (Web web = Web.secured(answer)) {
      Attempt attempt = web.https(new Settings().header("x-ms-*: *").proof());
      assertEquals(
          "the answer: HTTP 400, x-ms-request-id", Probes.fact(attempt, "http.identified"));
    }
  }

  @Test
  void metalinkTellsOfMirrors() throws Exception {
    try (Web web = Web.secured(Web.answer("200 OK", "<metalink>"))) {
      Attempt attempt = web.https(new Settings().content(Content.METALINK).proof());
      assertTrue(
          attempt.outcome().observations().stream()
              .anyMatch(o -> o instanceof Observation.Note note && note.text().contains("mirrors")),
          attempt::toString);
    }
  }

  /** How an attempt came out, in one word or two. */
  static String result(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Failed failed) {
      return failed.fault().cause();
    }
    String concerns = Probes.concerns(attempt);
    if (concerns.isEmpty()) {
      Probes.fact(attempt, "http.identified");
    }
    return concerns.isEmpty() ? PASS : concerns;
  }

  private static Settings jukebox() {
    return new Settings().path("/jukeboxserver").status("not-5xx");
  }

  private static String to(String status, String location) {
    return Web.answer(status + "|Location: " + location, "");
  }

  private static Row http(String rule, Settings settings, String answer, String result) {
    return new Row(rule, false, settings, answer, result);
  }

  private static Row https(String rule, Settings settings, String answer, String result) {
    return new Row(rule, true, settings, answer, result);
  }
}

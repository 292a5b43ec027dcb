package dev.rollcall.campus.makes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.NameEvidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real servers of makes that the campus' own are not: each is first asked by a client of another
 * make, and then by its rule of {@code src/test/campus/makes/catalogue.yaml}. The appliance's name
 * servers are unbound and dnsmasq.
 */
@Tag("campus")
class OtherMakesIT {
  private static final String LOGIN = "user: svc-proxy, password: {file: ../secrets/";

  /**
   * squid has one state an account: a right and a wrong password at once would each decide both.
   */
  private static final String WRONG = "user: svc-wrong, password: {file: ../secrets/wrong-makes}";

  private static final String ID = "  - id: ";
  private static final String PASSED = "PASS";
  private static final String REFUSED = "FAIL PROXY DENIED CREDENTIALS SITE_FILE";
  private static final String UNDECIDED = "INCONCLUSIVE PROXY DENIED PROXY_LOGIN PROXY";

  /** Where nothing answers and a whole timeout passes; the other rules have more time. */
  private static final String SILENT = "exim.wrong-tls,names.*";

  private static final String PATIENT =
      "ds.*,kdc.*,exim.starttls,exim.tls,sendmail.*,aiosmtpd.*,dropbear,impacket,apache.*,caddy,"
          + "lighttpd.*,out.*";

  /** The proxies, and the site file's key. */
  private static final Map<String, String> PROXIES =
      Map.of(
          "tinyproxy",
          "url: http://tinyproxy.uni.edu:8888",
          "basic",
          "url: http://squid.uni.edu:3128, allow-clear: true, " + LOGIN + "makes}",
          "digest",
          "url: http://squid.uni.edu:3129, " + LOGIN + "makes}",
          "basic-in-tls",
          "url: https://squid.uni.edu:3130, " + LOGIN + "makes}",
          "ntlm",
          "url: http://squid.uni.edu:3131, " + LOGIN + "makes}",
          "basic-in-clear",
          "url: http://squid.uni.edu:3132, " + LOGIN + "makes}",
          "wrong-password",
          "url: http://squid.uni.edu:3133, " + WRONG);

  private static final Map<String, List<RuleResult>> proxied = new TreeMap<>();
  private static Campus campus;
  private static final List<RuleResult> direct = new ArrayList<>();
  private static List<RuleResult> wrongAgain;
  private static Map<String, Long> logins;
  private static List<String> squid;

  @BeforeAll
  static void checkAll() {
    campus = Campus.up();
    long start = System.nanoTime();
    campus.makes("up");
    long up = System.nanoTime();
    campus.makes("prove");
    secret("wrong-makes");
    Map<String, Long> before = logins();
    int lines = squidLog().size();
    Path wrong = campus.history();
    long proven = System.nanoTime();
    Checking silence = new Checking("site", campus.history(), SILENT, "5s");
    Checking all = new Checking("site", campus.history(), PATIENT, "20s");
    direct.addAll(all.finish());
    direct.addAll(silence.finish());
    // Two at a time: a Java that waits seconds for a processor is too late for a server.
    Deque<String> under = new ArrayDeque<>();
    Map<String, Checking> others = new TreeMap<>();
    PROXIES.forEach(
        (proxy, values) -> {
          String from = "makes/site.yaml";
          String line = "proxy: {" + values + "}\n";
          campus.site(from, "makes/" + proxy + ".yaml", site -> site + line);
          Path own = proxy.equals("wrong-password") ? wrong : campus.history();
          if (under.size() == 2) {
            finish(under.remove(), others);
          }
          others.put(proxy, new Checking(proxy, own, "out.*", "20s"));
          under.add(proxy);
        });
    under.forEach(proxy -> finish(proxy, others));
    wrongAgain = new Checking("wrong-password", wrong, "out.https", "20s").finish();
    logins = logins();
    logins.replaceAll((account, count) -> count - before.get(account));
    squid = squidLog().subList(lines, squidLog().size());
    System.out.printf(
        "other makes: up in %.1f s, proven in %.1f s, checked in %.1f s%n",
        (up - start) / 1e9, (proven - up) / 1e9, (System.nanoTime() - proven) / 1e9);
  }

  private static void finish(String proxy, Map<String, Checking> others) {
    proxied.put(proxy, others.get(proxy).finish());
  }

  /** Port, status and how a login was shown; {@code Basic%} is Basic and a space. */
  private static List<String> squidLog() {
    return read("makes/squid/access.log").stream().map(line -> line.replace("%", "")).toList();
  }

  private static List<String> read(String file) {
    try {
      return Files.readAllLines(campus.file(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void down() throws IOException {
    campus.makes("down");
    Files.delete(campus.file("secrets/wrong-makes"));
  }

  private static void secret(String name) {
    try {
      Path file = Files.writeString(campus.file("secrets/" + name), "Wrong-Passw0rd");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A check under way. */
  private static final class Checking {
    private final Process process;
    private final Path json;

    Checking(String site, Path history, String only, String timeout) {
      json = campus.file("makes/" + history.getFileName() + ".json");
      List<String> arguments = new ArrayList<>(List.of("check", "--allow-credentials"));
      arguments.addAll(List.of("--checks", campus.file("makes/catalogue.yaml").toString()));
      arguments.addAll(List.of("--site", campus.file("makes/" + site + ".yaml").toString()));
      arguments.addAll(List.of("--report", "json=" + json, "--history", history.toString()));
      arguments.addAll(List.of("--only", only, "--timeout", timeout));
      process =
          campus.start(
              "appliance",
              List.of("--resolv-conf", "makes/resolv.conf"),
              Map.of(),
              arguments.toArray(String[]::new));
    }

    List<RuleResult> finish() {
      Campus.Said said = campus.finish(process);
      assertFalse(said.toString().contains("Passw0rd"), said::toString);
      return Campus.read(json, said).results();
    }
  }

  @Test
  void everyMakeGetsTheRightVerdict() {
    Map<String, String> expected = new TreeMap<>();
    read("makes/catalogue.yaml").stream()
        .filter(line -> line.startsWith(ID))
        .forEach(line -> expected.put(line.substring(ID.length()), PASSED));
    expected.put("ds.controller", "FAIL EXCHANGE UNEXPECTED WRONG_SITE_VALUE SITE_FILE");
    expected.put("ds.inactive", "FAIL AUTHENTICATE DENIED ACCOUNT_DISABLED ACCOUNTS");
    expected.put("kdc.realm", "FAIL EXCHANGE UNEXPECTED WRONG_SITE_VALUE SITE_FILE");
    expected.put("exim.wrong-tls", "FAIL EXCHANGE UNEXPECTED WRONG_SITE_VALUE SITE_FILE");
    expected.put("names.differ", "FAIL CONNECT DROPPED DNS");
    expected.put("names.sinkhole", "FAIL RESOLVE NAME_NOT_FOUND SINKHOLE DNS");
    expected.put("sendmail.login", "INCONCLUSIVE SITE_FILE");
    expected.put("apache.not-found", "FAIL EXCHANGE UNEXPECTED SERVER");
    assertEquals(expected, standing(direct));
  }

  @Test
  void aVerdictSaysWhy() {
    says(direct, "ds.controller", "another directory (389 Project) and not a domain controller");
    says(direct, "ds.inactive", "the account is disabled");
    says(direct, "kdc.realm", "it does not serve this realm");
    says(direct, "exim.wrong-tls", "set mail.tls to implicit");
    says(direct, "names.differ", "198.18.2.113 says 198.18.2.250; 198.18.2.114 says 198.18.2.108");
    says(direct, "names.sinkhole", "is answered with 0.0.0.0", "did not connect to it");
    says(direct, "sendmail.login", "CRAM-MD5", "PLAIN or LOGIN");
    says(direct, "apache.not-found", "HTTP 404 where 200 is expected");
  }

  private static void says(List<RuleResult> results, String rule, String... words) {
    String verdict = result(results, rule).verdict().toString();
    for (String word : words) {
      assertTrue(verdict.contains(word), () -> word + " is missing in: " + verdict);
    }
  }

  /** Each answer is that server's, and not another's. */
  @Test
  void theEvidenceNamesTheMake() {
    Map<String, String> makes =
        Map.of(
            "ds.any", "389-Directory/",
            "kdc.udp", "KDC_ERR_PREAUTH_REQUIRED",
            "kdc.tcp", "KDC_ERR_C_PRINCIPAL_UNKNOWN",
            "dropbear", "dropbear_",
            "impacket", "11 bytes of readme.txt",
            "apache.https", "Apache/",
            "caddy", "Caddy",
            "lighttpd.http", "lighttpd/");
    makes.forEach(
        (rule, fact) -> {
          String evidence = result(direct, rule).evidence().toString();
          assertTrue(evidence.contains(fact), () -> fact + " is missing in: " + evidence);
        });
  }

  @Test
  void unboundAndDnsmasqAnswerForEveryName() {
    for (RuleResult result : direct) {
      for (NameEvidence name : ((Evidence.Probed) result.evidence()).names()) {
        assertEquals(
            Map.of(
                "198.18.2.113", NameEvidence.Status.ANSWERED,
                "198.18.2.114", NameEvidence.Status.ANSWERED),
            name.servers().stream()
                .collect(
                    Collectors.toMap(
                        NameEvidence.ServerAnswer::server, NameEvidence.ServerAnswer::status)),
            name.host());
      }
    }
  }

  /** As the servers' own logs have it; of Heimdal one by UDP and one by TCP. */
  @Test
  void everyAccountLogsInOnce() {
    assertEquals(
        Map.of(
            "svc-389ds", 1L,
            "svc-inactive", 1L,
            "svc-heimdal", 2L,
            "svc-exim", 1L,
            "svc-aiosmtpd", 1L,
            "svc-impacket", 1L),
        logins);
  }

  private static Map<String, Long> logins() {
    Map<String, Long> logins = new TreeMap<>();
    String binds = "BIND dn=\"uid=%s,";
    for (String account : List.of("svc-389ds", "svc-inactive")) {
      logins.put(account, lines("makes/389ds/log/access", binds.formatted(account)));
    }
    logins.put("svc-heimdal", lines("log/heimdal-kdc.log", "AS-REQ authtime"));
    logins.put("svc-exim", lines("makes/exim/mainlog", "A=plain:svc-exim"));
    logins.put("svc-aiosmtpd", lines("log/aiosmtpd.out", "AUTH PLAIN svc-aiosmtpd ok"));
    logins.put("svc-impacket", lines("log/impacket.log", "authenticated successfully"));
    return logins;
  }

  private static long lines(String file, String with) {
    return read(file).stream().filter(line -> line.contains(with)).count();
  }

  @Test
  void everyProxyGetsTheRightVerdict() {
    Map<String, Map<String, String>> expected = new TreeMap<>();
    for (String proxy : List.of("basic", "digest", "basic-in-tls")) {
      expected.put(proxy, all(PASSED));
    }
    expected.put("ntlm", all(UNDECIDED));
    expected.put("basic-in-clear", all(UNDECIDED));
    expected.put("wrong-password", all(REFUSED));
    Map<String, String> filtered = new TreeMap<>(all(PASSED));
    filtered.put("out.filtered", "FAIL PROXY DENIED PROXY");
    expected.put("tinyproxy", filtered);
    Map<String, Map<String, String>> found = new TreeMap<>();
    proxied.forEach((proxy, results) -> found.put(proxy, standing(results)));
    assertEquals(expected, found);
    assertEquals(Map.of("out.https", REFUSED), standing(wrongAgain));
  }

  private static Map<String, String> all(String standing) {
    return Map.of("out.filtered", standing, "out.http", standing, "out.https", standing);
  }

  @Test
  void aProxysVerdictSaysWhy() {
    says(proxied.get("tinyproxy"), "out.filtered", "the proxy forbids the destination");
    says(proxied.get("ntlm"), "out.https", "NTLM");
    says(proxied.get("basic-in-clear"), "out.https", "allow-clear");
    says(proxied.get("wrong-password"), "out.https", "does not accept svc-wrong");
  }

  /** What squid saw at each port: a login only where it may be shown, and no refused one again. */
  @Test
  void aProxysPasswordIsShownAsItAndTheSiteAllow() {
    Map<String, List<String>> shown = new TreeMap<>();
    for (String line : squid) {
      if (!line.endsWith(" -")) {
        shown
            .computeIfAbsent(line.substring(0, 4), port -> new ArrayList<>())
            .add(line.substring(5));
      }
    }
    assertEquals(
        Map.of(
            "3128", List.of("200 Basic", "200 Basic", "200 Basic"),
            "3129", List.of("200 Digest", "200 Digest", "200 Digest"),
            "3130", List.of("200 Basic", "200 Basic", "200 Basic"),
            "3133", List.of("407 Digest")),
        shown);
  }

  private static RuleResult result(List<RuleResult> results, String rule) {
    return results.stream()
        .filter(result -> result.rule().id().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> standing(List<RuleResult> results) {
    Map<String, String> standing = new TreeMap<>();
    for (RuleResult result : results) {
      Verdict verdict = result.verdict();
      String cause =
          verdict
              .cause()
              .map(fault -> " " + fault.cause() + fault.clue().map(clue -> " " + clue).orElse(""))
              .orElse("");
      standing.put(
          result.rule().id(),
          verdict.status() + cause + verdict.owner().map(owner -> " " + owner).orElse(""));
    }
    return standing;
  }
}

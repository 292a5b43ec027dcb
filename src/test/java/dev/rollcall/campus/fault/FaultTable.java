package dev.rollcall.campus.fault;

import dev.rollcall.campus.fault.FaultsIT.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each fault of the campus does to the verdicts of the vendor's table, and to nothing else.
 * What a fault is to a kind of destination, {@link FaultMatrix} has.
 */
final class FaultTable {
  private static final String CLOUD = "cloudpaging.uni.edu:443/tcp";
  private static final String MAIL = "smtp.sendgrid.net:587/tcp";
  private static final String GITHUB = "github.com:443/tcp";

  private static final String KERBEROS_TCP = "ad.kerberos-tcp";

  private FaultTable() {}

  static final List<Row> ROWS = rows();

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    silence(rows);
    path(rows);
    inspectingFirewalls(rows);
    servers(rows);
    certificates(rows);
    webFilters(rows);
    names(rows);
    return rows;
  }

  /** What opens and is then silent, which costs two timeouts: first, so that it shares its runs. */
  private static void silence(List<Row> rows) {
    // The filter matches the end of codeload.github.com as well.
    rows.add(
        rows(
            "sni-filter-silent:github.com",
            Map.of(
                "libraries.github", "FAIL TLS TIMED_OUT FIREWALL",
                "libraries.github-archives", "WARN TLS TIMED_OUT FIREWALL")));
    rows.add(row("silent-after-hello:" + CLOUD, "cloudpaging", "FAIL TLS TIMED_OUT FIREWALL"));
    rows.add(row("drip:" + MAIL, "mail.smtp", "FAIL EXCHANGE TIMED_OUT FIREWALL"));
  }

  private static void path(List<Row> rows) {
    // Of an external destination.
    rows.add(row("drop:" + GITHUB, "libraries.github", "FAIL CONNECT DROPPED FIREWALL"));
    rows.add(row("reject-reset:" + GITHUB, "libraries.github", "FAIL CONNECT REFUSED FIREWALL"));
    // One address of several, under the policies "any" and "at least 1".
    rows.add(row("drop:dc1.uni.edu:88/udp", "ad.kerberos", "WARN EXCHANGE TIMED_OUT FIREWALL"));
    // Beside 88/udp, which answers.
    rows.add(row("drop:dc2.uni.edu:88/tcp", KERBEROS_TCP, "WARN CONNECT DROPPED FIREWALL"));
    rows.add(
        row(
            "reject-admin-prohibited:dc1.uni.edu:88/tcp",
            KERBEROS_TCP,
            "WARN CONNECT REJECTED FIREWALL"));
    rows.add(
        row(
            "reject-net-prohibited:parallels.uni.edu:443/tcp",
            "parallels",
            "FAIL CONNECT REJECTED FIREWALL"));
    rows.add(row("drop:198.19.2.1:123/udp"));
    rows.add(row("loss:30:0.centos.pool.ntp.org:123/udp"));
    rows.add(row("drop:198.19.1.17:443/tcp", "libraries.google", "FAIL CONNECT DROPPED FIREWALL"));
    rows.add(row("slow:parallels.uni.edu:300"));
    rows.add(row("off:parallels.uni.edu", "parallels", "FAIL CONNECT UNREACHABLE SERVER"));
    rows.add(
        rows(
            "dc2-off",
            Map.of(
                "ad.ldaps", "WARN CONNECT UNREACHABLE SERVER",
                "ad.kerberos", "WARN CONNECT UNREACHABLE SERVER")));
  }

  private static void inspectingFirewalls(List<Row> rows) {
    rows.add(row("reset-after-hello:" + CLOUD, "cloudpaging", "FAIL TLS RESET SERVER"));
    rows.add(row("sni-filter:cloudpaging.uni.edu", "cloudpaging", "FAIL TLS RESET FIREWALL"));
  }

  private static void servers(List<Row> rows) {
    rows.add(row("endless:" + MAIL, "mail.smtp", "FAIL EXCHANGE MALFORMED FIREWALL"));
    rows.add(row("smtp-no-starttls", "mail.smtp", "FAIL EXCHANGE UNEXPECTED VENDOR"));
    rows.add(row("ssrp-silent", "sql.browser", "WARN EXCHANGE TIMED_OUT FIREWALL"));
    rows.add(row("sql-strict"));
    rows.add(row("upgraded:parallels.uni.edu"));
  }

  private static void certificates(List<Row> rows) {
    rows.add(row("expired:rpm.nodesource.com", "repo.nodesource", "FAIL TLS EXPIRED VENDOR"));
    rows.add(
        row("wrong-name:packages.microsoft.com", "repo.microsoft", "FAIL TLS WRONG_NAME VENDOR"));
    rows.add(row("self-signed:rpms.remirepo.net", "repo.remi", "FAIL TLS INTERCEPTED PROXY"));
    rows.add(row("expired:smtp.sendgrid.net", "mail.smtp", "FAIL TLS EXPIRED VENDOR"));
    for (String kind : List.of("expired", "wrong-name", "self-signed")) {
      // Only reported where the rule says so.
      rows.add(row(kind + ":parallels.uni.edu", "parallels", "WARN SERVER"));
      rows.add(row(kind + ":MSSQL.uni.edu", "sql.tds", "WARN SERVER"));
    }
    rows.add(dcs("expired", "FAIL TLS EXPIRED SERVER"));
    rows.add(dcs("wrong-name", "FAIL TLS WRONG_NAME SERVER"));
    rows.add(dcs("self-signed", "FAIL TLS UNTRUSTED SERVER"));
    rows.add(row("renewed:cloudpaging.uni.edu"));
    rows.add(row("renewed:dc1.uni.edu"));
  }

  private static void webFilters(List<Row> rows) {
    for (String page : List.of("blockpage", "blockpage-inline", "blockpage-ok")) {
      rows.add(
          rows(
              page,
              Map.of(
                  "icons.api", "FAIL EXCHANGE BLOCK_PAGE PROXY",
                  "repo.remi-cdn", "FAIL EXCHANGE BLOCK_PAGE PROXY",
                  "repo.centos-mirrorlist", "WARN EXCHANGE BLOCK_PAGE VENDOR")));
    }
  }

  private static void names(List<Row> rows) {
    rows.add(row("nodata:github.com", "libraries.github", "FAIL RESOLVE NAME_NOT_FOUND DNS"));
    rows.add(
        rows(
            "nxdomain:MSSQL.uni.edu",
            Map.of(
                "sql.tds", "FAIL RESOLVE NAME_NOT_FOUND DNS",
                "sql.browser", "WARN RESOLVE NAME_NOT_FOUND DNS")));
    rows.add(row("first-resolver-down"));
    rows.add(row("rotating-dns"));
    rows.add(row("moved:rpms.remirepo.net"));
    rows.add(row("second-address:myfileshare.uni.edu"));
    rows.add(row("second-address:cloudpaging.uni.edu"));
    rows.add(row("split-dns", "cloudpaging", "WARN DNS"));
    rows.add(row("private-answer:github.com", "libraries.github", "FAIL CONNECT DROPPED DNS"));
    rows.add(
        row("mirrorlist-gone", "repo.centos-mirrorlist", "WARN RESOLVE NAME_NOT_FOUND VENDOR"));
    rows.add(row("patch-gone", "patch.cdn", "WARN RESOLVE NAME_NOT_FOUND VENDOR"));
    rows.add(row("client-cdn-gone", "client.cdn", "WARN RESOLVE NAME_NOT_FOUND VENDOR"));
    for (String fault : List.of("resolver-down", "resolver-refused", "resolver-servfail")) {
      rows.add(Row.everywhere(fault, FaultTable::withoutNames));
    }
  }

  /** Without names every rule fails, as far as its severity and its retirement let it. */
  private static String withoutNames(String id) {
    if (id.equals(KERBEROS_TCP)) {
      // A missing name is the matter of the rule beside which it stands.
      return "SKIPPED";
    }
    boolean retired = id.equals("repo.centos-mirrorlist");
    return (retired || ADVISORY.contains(id) ? "WARN" : "FAIL") + " RESOLVE NAME_SERVER_FAILED DNS";
  }

  private static final List<String> ADVISORY =
      List.of(
          "sql.browser",
          "libraries.google-fonts",
          "libraries.github-assets",
          "libraries.github-archives");

  private static Row row(String fault) {
    return rows(fault, Map.of());
  }

  private static Row row(String fault, String id, String is) {
    return rows(fault, Map.of(id, is));
  }

  private static Row rows(String fault, Map<String, String> changed) {
    return new Row(List.of(fault), sound -> changed);
  }

  private static Row dcs(String kind, String is) {
    return new Row(
        List.of(kind + ":dc1.uni.edu", kind + ":dc2.uni.edu"),
        sound -> new TreeMap<>(Map.of("ad.ldaps", is)));
  }
}

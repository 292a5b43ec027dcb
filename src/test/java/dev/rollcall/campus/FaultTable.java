package dev.rollcall.campus;

import dev.rollcall.campus.FaultsIT.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each fault of the campus does to the verdicts, and to nothing else. */
final class FaultTable {
  private static final String WEB = "parallels.uni.edu:443/tcp";
  private static final String CLOUD = "cloudpaging.uni.edu:443/tcp";
  private static final String SQL = "MSSQL.uni.edu:1433/tcp";
  private static final String SHARE = "myfileshare.uni.edu:445/tcp";
  private static final String MAIL = "smtp.sendgrid.net:587/tcp";
  private static final String GITHUB = "github.com:443/tcp";

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

  /**
   * What opens and is then silent, which costs two timeouts: first, so that these rows share their
   * runs. What acknowledges is a service that hangs, also if a device accepts in its place.
   */
  private static void silence(List<Row> rows) {
    rows.add(row("mtu:parallels.uni.edu", "parallels", "FAIL TLS TIMED_OUT FIREWALL"));
    rows.add(row("mtu:MSSQL.uni.edu", "sql.tds", "FAIL TLS TIMED_OUT FIREWALL"));
    rows.add(row("mtu:smtp.sendgrid.net", "mail.smtp", "FAIL TLS TIMED_OUT FIREWALL"));
    rows.add(row("silent-after-accept:" + CLOUD, "cloudpaging", "FAIL TLS TIMED_OUT SERVER"));
    rows.add(row("hang:" + SHARE, "files.smb", "FAIL EXCHANGE TIMED_OUT SERVER"));
    rows.add(row("hang:analytics.uni.edu:19999/tcp", "analytics", "WARN SERVER"));
    // The filter matches the end of codeload.github.com as well.
    rows.add(
        rows(
            "sni-filter-silent:github.com",
            Map.of(
                "libraries.github", "FAIL TLS TIMED_OUT FIREWALL",
                "libraries.github-archives", "WARN TLS TIMED_OUT FIREWALL")));
    rows.add(row("silent-after-hello:" + CLOUD, "cloudpaging", "FAIL TLS TIMED_OUT FIREWALL"));
    rows.add(row("silent-after-accept:" + SQL, "sql.tds", "FAIL EXCHANGE TIMED_OUT SERVER"));
    rows.add(row("hang:" + MAIL, "mail.smtp", "FAIL EXCHANGE TIMED_OUT VENDOR"));
    rows.add(row("drip:" + MAIL, "mail.smtp", "FAIL EXCHANGE TIMED_OUT FIREWALL"));
  }

  private static void path(List<Row> rows) {
    rows.add(row("drop:" + WEB, "parallels", "FAIL CONNECT DROPPED FIREWALL"));
    rows.add(row("drop:" + SQL, "sql.tds", "FAIL CONNECT DROPPED FIREWALL"));
    rows.add(row("drop:" + SHARE, "files.smb", "FAIL CONNECT DROPPED FIREWALL"));
    rows.add(row("drop:" + MAIL, "mail.smtp", "FAIL CONNECT DROPPED FIREWALL"));
    rows.add(row("drop:" + GITHUB, "libraries.github", "FAIL CONNECT DROPPED FIREWALL"));
    rows.add(row("reject-reset:" + WEB, "parallels", "FAIL CONNECT REFUSED SERVER"));
    rows.add(row("reject-reset:" + GITHUB, "libraries.github", "FAIL CONNECT REFUSED FIREWALL"));
    rows.add(row("reject-port-unreachable:" + WEB, "parallels", "FAIL CONNECT REFUSED SERVER"));
    for (String kind : List.of("admin-prohibited", "host-unreachable", "host-prohibited")) {
      rows.add(
          row("reject-" + kind + ":" + CLOUD, "cloudpaging", "FAIL CONNECT REJECTED FIREWALL"));
    }
    for (String kind : List.of("net-unreachable", "net-prohibited")) {
      rows.add(
          row("reject-" + kind + ":" + CLOUD, "cloudpaging", "FAIL CONNECT NO_ROUTE FIREWALL"));
    }
    rows.add(kdcs("drop", "FAIL EXCHANGE TIMED_OUT FIREWALL"));
    rows.add(kdcs("reject-port-unreachable", "FAIL EXCHANGE REFUSED SERVER"));
    rows.add(kdcs("reject-admin-prohibited", "FAIL EXCHANGE REJECTED FIREWALL"));
    rows.add(kdcs("reject-host-prohibited", "FAIL EXCHANGE REJECTED FIREWALL"));
    rows.add(kdcs("reject-net-prohibited", "FAIL EXCHANGE NO_ROUTE FIREWALL"));
    // Linux tells a datagram socket nothing of these two.
    rows.add(kdcs("reject-host-unreachable", "FAIL EXCHANGE TIMED_OUT FIREWALL"));
    rows.add(kdcs("reject-net-unreachable", "FAIL EXCHANGE TIMED_OUT FIREWALL"));
    // One address of several, under the policies "any" and "at least 1".
    rows.add(row("drop:dc1.uni.edu:88/udp", "ad.kerberos", "WARN EXCHANGE TIMED_OUT FIREWALL"));
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
    rows.add(row("reset-after-payload:" + SQL, "sql.tds", "FAIL EXCHANGE RESET FIREWALL"));
    rows.add(row("reset-after-payload:" + SHARE, "files.smb", "FAIL EXCHANGE RESET FIREWALL"));
    rows.add(row("sni-filter:parallels.uni.edu", "parallels", "FAIL TLS RESET FIREWALL"));
  }

  private static void servers(List<Row> rows) {
    rows.add(row("reset-after-accept:" + CLOUD, "cloudpaging", "FAIL CONNECT RESET SERVER"));
    rows.add(row("reset-after-accept:" + SQL, "sql.tds", "FAIL CONNECT RESET SERVER"));
    rows.add(row("garbage:" + CLOUD, "cloudpaging", "FAIL TLS MALFORMED SERVER"));
    rows.add(row("garbage:" + SQL, "sql.tds", "FAIL EXCHANGE MALFORMED SERVER"));
    rows.add(row("garbage:" + SHARE, "files.smb", "FAIL EXCHANGE MALFORMED SERVER"));
    rows.add(row("garbage:" + MAIL, "mail.smtp", "FAIL EXCHANGE MALFORMED FIREWALL"));
    rows.add(kdcs("garbage", "FAIL EXCHANGE MALFORMED SERVER"));
    rows.add(
        row("garbage:MSSQL.uni.edu:1434/udp", "sql.browser", "WARN EXCHANGE MALFORMED SERVER"));
    rows.add(row("endless:" + MAIL, "mail.smtp", "FAIL EXCHANGE MALFORMED FIREWALL"));
    rows.add(row("smtp-no-starttls", "mail.smtp", "FAIL EXCHANGE UNEXPECTED VENDOR"));
    rows.add(
        rows(
            "ntp-unsynchronised",
            Map.of(
                "time.0", "FAIL EXCHANGE UNEXPECTED VENDOR",
                "time.1", "FAIL EXCHANGE UNEXPECTED VENDOR",
                "time.2", "FAIL EXCHANGE UNEXPECTED VENDOR",
                "time.3", "FAIL EXCHANGE UNEXPECTED VENDOR")));
    rows.add(row("kdc-skew", "ad.kerberos", "FAIL EXCHANGE UNEXPECTED SERVER"));
    rows.add(row("ssrp-silent", "sql.browser", "WARN EXCHANGE TIMED_OUT FIREWALL"));
    rows.add(row("sql-strict"));
    rows.add(row("upgraded:parallels.uni.edu"));
  }

  private static void certificates(List<Row> rows) {
    rows.add(row("expired:github.com", "libraries.github", "FAIL TLS EXPIRED VENDOR"));
    rows.add(row("wrong-name:github.com", "libraries.github", "FAIL TLS WRONG_NAME VENDOR"));
    rows.add(row("self-signed:github.com", "libraries.github", "FAIL TLS INTERCEPTED PROXY"));
    rows.add(row("expired:smtp.sendgrid.net", "mail.smtp", "FAIL TLS EXPIRED VENDOR"));
    for (String kind : List.of("expired", "wrong-name", "self-signed")) {
      // Only reported where the rule says so.
      rows.add(row(kind + ":parallels.uni.edu", "parallels", "WARN SERVER"));
      rows.add(row(kind + ":MSSQL.uni.edu", "sql.tds", "WARN SERVER"));
    }
    rows.add(dcs("expired", "FAIL TLS EXPIRED SERVER"));
    rows.add(dcs("wrong-name", "FAIL TLS WRONG_NAME SERVER"));
    rows.add(dcs("self-signed", "FAIL TLS UNTRUSTED SERVER"));
    rows.add(row("renewed:parallels.uni.edu"));
    rows.add(row("renewed:dc1.uni.edu"));
    rows.add(row("tls-inspection:github.com", "libraries.github", "FAIL TLS INTERCEPTED PROXY"));
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
    rows.add(row("nxdomain:github.com", "libraries.github", "FAIL RESOLVE NAME_NOT_FOUND DNS"));
    rows.add(row("nodata:github.com", "libraries.github", "FAIL RESOLVE NAME_NOT_FOUND DNS"));
    rows.add(
        row("unanswered:github.com", "libraries.github", "FAIL RESOLVE NAME_SERVER_FAILED DNS"));
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
    if (id.equals("repo.centos-mirrorlist")) {
      return "WARN RESOLVE NAME_SERVER_FAILED VENDOR";
    }
    return (ADVISORY.contains(id) ? "WARN" : "FAIL") + " RESOLVE NAME_SERVER_FAILED DNS";
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

  private static Row kdcs(String kind, String is) {
    return new Row(
        List.of(kind + ":dc1.uni.edu:88/udp", kind + ":dc2.uni.edu:88/udp"),
        sound -> new TreeMap<>(Map.of("ad.kerberos", is)));
  }

  private static Row dcs(String kind, String is) {
    return new Row(
        List.of(kind + ":dc1.uni.edu", kind + ":dc2.uni.edu"),
        sound -> new TreeMap<>(Map.of("ad.ldaps", is)));
  }
}

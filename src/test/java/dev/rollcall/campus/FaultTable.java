package dev.rollcall.campus;

import dev.rollcall.campus.FaultsIT.Row;
import java.util.List;
import java.util.Map;

/** What each fault of the campus does to the verdicts, and to nothing else. */
final class FaultTable {
  private static final String TCP = "parallels.uni.edu:443/tcp";
  private static final String SQL = "MSSQL.uni.edu:1433/tcp";
  private static final String KDC1 = "dc1.uni.edu:88/udp";
  private static final String KDC2 = "dc2.uni.edu:88/udp";

  private FaultTable() {}

  private static Row row(String fault, String id, String is) {
    return new Row(List.of(fault), exit(is), Map.of(id, is));
  }

  private static Row both(String kind, String is) {
    return new Row(
        List.of(kind + ":" + KDC1, kind + ":" + KDC2), exit(is), Map.of("ad.kerberos", is));
  }

  private static int exit(String is) {
    return is.startsWith("FAIL") ? 1 : is.startsWith("INCONCLUSIVE") ? 3 : 0;
  }

  static final List<Row> ROWS =
      List.of(
          // The path, TCP.
          row("drop:" + TCP, "parallels", "FAIL CONNECT DROPPED FIREWALL"),
          row("reject-reset:" + TCP, "parallels", "FAIL CONNECT REFUSED SERVER"),
          row("reject-port-unreachable:" + TCP, "parallels", "FAIL CONNECT REFUSED SERVER"),
          row("reject-admin-prohibited:" + TCP, "parallels", "FAIL CONNECT REJECTED FIREWALL"),
          row("reject-host-unreachable:" + TCP, "parallels", "FAIL CONNECT REJECTED FIREWALL"),
          row("reject-host-prohibited:" + TCP, "parallels", "FAIL CONNECT REJECTED FIREWALL"),
          row("reject-net-unreachable:" + TCP, "parallels", "FAIL CONNECT NO_ROUTE FIREWALL"),
          row("reject-net-prohibited:" + TCP, "parallels", "FAIL CONNECT NO_ROUTE FIREWALL"),
          row("drop:" + SQL, "sql.tds", "FAIL CONNECT DROPPED FIREWALL"),
          row("drop:myfileshare.uni.edu:445/tcp", "files.smb", "FAIL CONNECT DROPPED FIREWALL"),
          // The path, UDP.
          both("drop", "FAIL EXCHANGE TIMED_OUT FIREWALL"),
          both("reject-port-unreachable", "FAIL EXCHANGE REFUSED SERVER"),
          both("reject-admin-prohibited", "FAIL EXCHANGE REJECTED FIREWALL"),
          both("reject-host-prohibited", "FAIL EXCHANGE REJECTED FIREWALL"),
          both("reject-net-prohibited", "FAIL EXCHANGE NO_ROUTE FIREWALL"),
          row("drop:" + KDC1, "ad.kerberos", "WARN EXCHANGE TIMED_OUT FIREWALL"));
}

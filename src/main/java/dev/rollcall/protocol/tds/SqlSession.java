package dev.rollcall.protocol.tds;

import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.io.Closeable;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A login that was accepted, on an open connection.
 *
 * @param strict whether the server speaks TDS 8.0
 */
record SqlSession(
    Session session,
    SqlDriver.Calls calls,
    java.sql.Connection connection,
    Quotes quotes,
    boolean strict)
    implements Closeable {
  private static final String DEFAULT_INSTANCE = "the default instance";

  /** One row that any login may read; the casts are for old clients. */
  private static final List<String> ASKED =
      List.of(
          "ORIGINAL_LOGIN()",
          "DB_NAME()",
          "SERVERPROPERTY('ProductVersion')",
          "SERVERPROPERTY('ProductLevel')",
          "SERVERPROPERTY('Edition')",
          "SERVERPROPERTY('InstanceName')",
          "CONNECTIONPROPERTY('local_tcp_port')");

  private static final String QUESTION =
      ASKED.stream()
          .map(value -> "CAST(" + value + " AS nvarchar(128))")
          .collect(Collectors.joining(", ", "SELECT ", ""));

  /** Asks for user, server and database. */
  List<String> ask() throws ProbeException, IOException {
    return calls.make("answer to the question after the login", () -> ask(connection));
  }

  /** Asks, and records the answer. */
  void tell() throws ProbeException, IOException {
    tell(ask());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException closedAlready) {
      // Its socket is the session's.
    }
  }

  private static List<String> ask(java.sql.Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      if (!row.next()) {
        throw new SQLException("no row came");
      }
      List<String> values = new ArrayList<>();
      for (int column = 1; column <= ASKED.size(); column++) {
        String value = row.getString(column);
        values.add(value == null ? "" : value);
      }
      return values;
    }
  }

  private void tell(List<String> row) {
    fact("tds.login", quotes, row.subList(0, 1));
    fact("tds.database", quotes, row.subList(1, 2));
    fact("tds.server-version", quotes, row.subList(2, 5));
    if (session.findings().observations().stream().noneMatch(SqlSession::tellsInstance)) {
      String instance = row.get(5);
      fact(
          "tds.instance",
          quotes.knowing(DEFAULT_INSTANCE),
          List.of(instance.isEmpty() ? DEFAULT_INSTANCE : instance));
    }
    fact("tds.port", quotes, row.subList(6, 7));
    session.observe("tds.session-encryption", encryption());
  }

  private void fact(String name, Quotes quotes, List<String> values) {
    List<String> said = values.stream().filter(value -> !value.isBlank()).toList();
    if (!said.isEmpty()) {
      session.observe(name, quotes.names(said));
    }
  }

  private static boolean tellsInstance(Observation seen) {
    return seen instanceof Observation.Fact fact && fact.name().equals("tds.instance");
  }

  /** The session's encryption; servers show it only to logins that may view the server state. */
  private String encryption() {
    List<Observation.Tls> seen = Observation.Tls.in(session.findings().observations());
    Observation.Tls last = seen.get(seen.size() - 1);
    return (strict ? "strict, " : "all, ") + last.protocol() + " " + last.cipher();
  }
}

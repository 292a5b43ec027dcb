package dev.rollcall.protocol.tds;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Microsoft's driver, on a connection that it did not open and cannot replace. Only this class
 * loads it.
 *
 * @param strict whether the server speaks TDS 8.0
 */
record SqlDriver(Session session, Optional<String> database, boolean strict) {
  /** Kept in a field, or the logger and its level would be garbage collected. */
  private static final Logger LOGGER = Logger.getLogger("com.microsoft.sqlserver.jdbc");

  static {
    // The driver's warnings would appear on the terminal; the observations have the facts.
    LOGGER.setLevel(Level.OFF);
  }

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

  /**
   * Sends the credentials, and asks for user, server and database.
   *
   * @param server encrypted and judged; its PRELOGIN is over
   * @param greeting the server's PRELOGIN
   */
  void logIn(Connection server, Prelogin greeting, Account account, Secret secret)
      throws ProbeException, IOException {
    DriverSocket socket = new DriverSocket(server, greeting.unencrypted(), strict);
    String key = DriverSockets.keep(socket);
    List<String> row;
    try (java.sql.Connection connection =
        new SQLServerDriver()
            .connect("jdbc:sqlserver://", properties(server, key, account, secret))) {
      if (connection == null) {
        throw new SQLException("the driver does not know its own URL");
      }
      session.credentials().accepted();
      row = ask(connection);
    } catch (SQLException e) {
      Optional<ProbeException> reported = LoginErrors.reported(e, quotes(account));
      if (reported.isPresent()) {
        session.credentials().answered();
        throw reported.get();
      }
      rethrow(socket);
      throw ProbeException.malformed(
          "the server's answer to the login is not understood: " + quotes(account).message(e));
    } catch (RuntimeException | Error e) {
      rethrow(socket);
      if (!socket.answered()) {
        throw e;
      }
      // The driver's parsers may throw anything on invalid bytes.
      throw ProbeException.malformed("the server's answer to the login crashes Microsoft's driver");
    } finally {
      DriverSockets.forget(key);
    }
    tell(row, quotes(account));
  }

  /** The connection's own fault, rather than the driver's exception. */
  private void rethrow(DriverSocket socket) throws ProbeException, IOException {
    if (socket.trouble().isPresent()) {
      Exception trouble = socket.trouble().get();
      if (trouble instanceof ProbeException known) {
        if (known.clue().filter(Clue.WRONG_SITE_VALUE::equals).isPresent()) {
          // The server accepts the login and redirects it to another server.
          session.credentials().answered();
        }
        throw known;
      }
      throw (IOException) trouble;
    }
  }

  /** Only what a login needs: one attempt, one address, and no name lookup. */
  private Properties properties(Connection server, String key, Account account, Secret secret)
      throws IOException {
    Properties all = new Properties();
    String address = session.route().dialled().address().getHostAddress();
    all.setProperty("serverName", address);
    all.setProperty(
        "portNumber", String.valueOf(session.route().dialled().target().port().number()));
    database.ifPresent(name -> all.setProperty("databaseName", name));
    all.setProperty("user", account.given());
    all.setProperty("password", String.valueOf(secret.reveal()));
    // The connection is encrypted below the driver, which cannot judge it by the site's roots.
    all.setProperty("encrypt", "false");
    all.setProperty("trustServerCertificate", "false");
    all.setProperty("socketFactoryClass", DriverSockets.class.getName());
    all.setProperty("socketFactoryConstructorArg", key);
    all.setProperty("connectRetryCount", "0");
    all.setProperty("transparentNetworkIPResolution", "false");
    all.setProperty("multiSubnetFailover", "false");
    all.setProperty("integratedSecurity", "false");
    all.setProperty("authentication", "NotSpecified");
    all.setProperty("columnEncryptionSetting", "Disabled");
    all.setProperty("applicationName", "rollcall");
    // Otherwise the driver asks name servers for this host's name.
    all.setProperty("workstationID", server.socket().getLocalAddress().getHostAddress());
    int left = session.deadline().socketTimeout();
    all.setProperty("socketTimeout", String.valueOf(left));
    all.setProperty("loginTimeout", String.valueOf(Math.min(65_535, left / 1000 + 1)));
    return all;
  }

  /** Login and database are from the site file. */
  private Quotes quotes(Account account) {
    return session.quotes().knowing(account.given(), database.orElse(""));
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

  private void tell(List<String> row, Quotes quotes) {
    fact("tds.login", quotes, row.subList(0, 1));
    fact("tds.database", quotes, row.subList(1, 2));
    fact("tds.server-version", quotes, row.subList(2, 5));
    if (session.findings().observations().stream().noneMatch(SqlDriver::tellsInstance)) {
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
    List<Observation.Tls> seen =
        session.findings().observations().stream()
            .filter(Observation.Tls.class::isInstance)
            .map(Observation.Tls.class::cast)
            .toList();
    Observation.Tls last = seen.get(seen.size() - 1);
    return (strict ? "strict, " : "all, ") + last.protocol() + " " + last.cipher();
  }
}

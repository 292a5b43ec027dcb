package dev.rollcall.protocol.tds;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Microsoft's driver, on a connection that it did not open and cannot replace. Only {@code
 * SqlDriver} and {@code LoginErrors} load the driver's classes.
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

  /**
   * Sends the credentials.
   *
   * @param server encrypted and judged; its PRELOGIN is over
   * @param greeting the server's PRELOGIN
   * @return the open session, to be closed by the caller
   */
  SqlSession logIn(Connection server, Prelogin greeting, Account account, Secret secret)
      throws ProbeException, IOException {
    DriverSocket socket = new DriverSocket(server, greeting.unencrypted(), strict);
    String key = DriverSockets.keep(socket);
    Calls calls = new Calls(session, socket, quotes(account));
    try {
      java.sql.Connection connection =
          calls.make(
              "answer to the login", () -> connect(properties(server, key, account, secret)));
      session.credentials().accepted();
      return new SqlSession(session, calls, connection, quotes(account), strict);
    } finally {
      DriverSockets.forget(key);
    }
  }

  private static java.sql.Connection connect(Properties properties) throws SQLException {
    java.sql.Connection connection = new SQLServerDriver().connect("jdbc:sqlserver://", properties);
    if (connection == null) {
      throw new SQLException("the driver does not know its own URL");
    }
    return connection;
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

  /**
   * Calls of Microsoft's driver, whose exceptions are turned into what happened on its connection.
   *
   * @param socket the driver's network
   * @param quotes makes the server's text safe to quote
   */
  record Calls(Session session, DriverSocket socket, Quotes quotes) {

    /** A call of the driver. */
    @FunctionalInterface
    interface Call<T> {
      T make() throws SQLException, IOException;
    }

    /**
     * Makes it.
     *
     * @param answer what the server sends then, for the evidence
     * @throws ProbeException if the server refused, or sent what is not understood
     * @throws IOException any network error
     */
    <T> T make(String answer, Call<T> call) throws ProbeException, IOException {
      try {
        return call.make();
      } catch (SQLException e) {
        Optional<ProbeException> reported = LoginErrors.reported(e, quotes);
        if (reported.isPresent()) {
          session.credentials().answered();
          throw reported.get();
        }
        rethrow();
        throw ProbeException.malformed(
            "the server's " + answer + " is not understood: " + quotes.message(e));
      } catch (RuntimeException | Error e) {
        rethrow();
        if (!socket.answered()) {
          throw e;
        }
        // The driver's parsers may throw anything on invalid bytes.
        throw ProbeException.malformed("the server's " + answer + " crashes Microsoft's driver");
      }
    }

    /** The connection's own fault, rather than the driver's exception. */
    private void rethrow() throws ProbeException, IOException {
      if (socket.trouble().isPresent()) {
        Exception trouble = socket.trouble().get();
        if (trouble instanceof ProbeException known) {
          if (known.has(Clue.WRONG_SITE_VALUE)) {
            // The server accepts the login and redirects it to another server.
            session.credentials().answered();
          }
          throw known;
        }
        throw (IOException) trouble;
      }
    }
  }
}

package dev.rollcall.protocol.tds;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.KeptOpen;
import dev.rollcall.probe.login.Account;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Logs in once, on its own connection, encrypted by the session's TLS, which is verified again
 * before any credential is sent.
 *
 * @param strict whether TLS comes first (TDS 8.0)
 */
record TdsLogin(Session session, TdsSettings settings, boolean strict) {

  /** The login after an answered PRELOGIN; empty, and recorded, if it may not be made. */
  static Optional<TdsLogin> after(Prelogin answer, Session session, TdsSettings settings) {
    if ((answer.encryption() & Prelogin.MODE) == Prelogin.ENCRYPT_OFF) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.UNENCRYPTED,
              "the server encrypts the login only, and would send what follows in clear");
      return Optional.empty();
    }
    return Optional.of(new TdsLogin(session, settings, false));
  }

  /** The login where TLS comes first. */
  static TdsLogin strict(Session session, TdsSettings settings) {
    return new TdsLogin(session, settings, true);
  }

  /** Logs in, if there are credentials, asks once, and disconnects. */
  void show() {
    show(
        Login.Times.ONCE,
        (connection, sql) -> {
          try (sql) {
            sql.tell();
          }
        });
  }

  /**
   * Logs in, asks once, and stays connected.
   *
   * @throws ProbeException if no login was made, or it was refused
   */
  KeptOpen keep() throws ProbeException {
    AtomicReference<@Nullable KeptOpen> kept = new AtomicReference<>();
    show(
        Login.Times.EVERY_CONNECTION,
        (connection, sql) -> {
          session.keep(sql);
          sql.ask();
          kept.set(new KeptOpen(connection::await, connection.in(), sql::ask));
        });
    session.enter(Phase.EXCHANGE);
    return Optional.ofNullable(kept.get()).orElseThrow(this::refused);
  }

  private ProbeException refused() {
    return session.credentials().right().orElse(null) instanceof LoginResult.Failed failed
        ? new ProbeException(failed.fault())
        : ProbeException.unexpected("no login was made");
  }

  /** What follows the login. */
  private interface Next {
    void go(Connection connection, SqlSession sql) throws IOException, ProbeException;
  }

  private void show(Login.Times times, Next next) {
    Optional<Account> account = session.credentials().account();
    if (account.isEmpty()) {
      return;
    }
    if (account.get().given().indexOf('\\') >= 0) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.UNSUPPORTED,
              "it is a Windows account, which SQL Server takes with Windows authentication only;"
                  + " Rollcall logs in as AppsAnywhere does, with a login of SQL Server's own");
      return;
    }
    session
        .credentials()
        .authenticate(
            Login.Cover.TLS,
            times,
            (who, secret) -> {
              Reached reached = session.credentials().another(this::reach);
              // The driver's classes are loaded here.
              SqlDriver driver = new SqlDriver(session, settings.database(), strict);
              next.go(
                  reached.connection(),
                  driver.logIn(reached.connection(), reached.answer(), who, secret));
            });
  }

  /** The connection to log in on. */
  private record Reached(Connection connection, Prelogin answer) {}

  private Reached reach() throws IOException, ProbeException {
    Connection dialled = session.dial();
    if (strict) {
      Connection secured = dialled.startTls(TdsProtocol.STRICT);
      return new Reached(secured, greet(secured, Prelogin.ENCRYPT_NOT_SUP));
    }
    Prelogin answer = greet(dialled, Prelogin.ENCRYPT_ON);
    if (!answer.encryptsAll()) {
      throw ProbeException.unexpected(
          "the server encrypted on the connection before, and does not on this one; no credential"
              + " was sent");
    }
    return new Reached(TdsTls.handshake(session, dialled).goOn(), answer);
  }

  private static Prelogin greet(Connection connection, int encryption)
      throws IOException, ProbeException {
    connection.write(Prelogin.plainRequest(encryption));
    Prelogin answer = Prelogin.read(connection.read(1)[0], connection);
    if (answer.marked()) {
      throw ProbeException.unexpected(
          "a stand-in answers now, which did not on the connection before; no credential was sent");
    }
    return answer;
  }

  /**
   * The server redirects logins to another host, to which no credential is sent.
   *
   * @param host as received
   */
  static ProbeException routed(String host, int port) {
    return ProbeException.of(
        FaultKind.UNEXPECTED,
        quotes ->
            "the server accepts the login and sends it on to "
                + quotes.name(host)
                + ", port "
                + port
                + ", which was not followed: this one is a replica, and the site file should name"
                + " the other or the listener in front of both",
        Clue.WRONG_SITE_VALUE);
  }
}

package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.login.Secret;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import dev.rollcall.protocol.kerberos.message.Ticket;
import java.io.Closeable;
import java.io.IOException;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/**
 * Gets a ticket for an account, and one for a service if there is any, with Java's own Kerberos
 * (its login module and GSS-API) as {@link JavaSettings} point it. It knows no deadline: it ends
 * soon after the relay that it asks was closed.
 */
final class TicketLogin implements Runnable {
  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  private final String principal;
  private final Secret secret;
  private final Optional<String> service;
  private final Closeable afterwards;
  private volatile Optional<Ticket> granting = Optional.empty();
  private volatile Optional<Ticket> serving = Optional.empty();
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile boolean ended;

  /**
   * @param principal with its realm
   * @param service with its realm
   * @param afterwards closed at the end, whatever it was
   */
  TicketLogin(String principal, Secret secret, Optional<String> service, Closeable afterwards) {
    this.principal = principal;
    this.secret = secret;
    this.service = service;
    this.afterwards = afterwards;
  }

  /** Makes Java read its Kerberos settings anew; sends nothing. */
  static void refresh() throws LoginException {
    try {
      // With nowhere to take a password from it goes no further than that.
      context(
              callbacks -> {},
              new Subject(),
              Map.of("refreshKrb5Config", "true", "doNotPrompt", "true"))
          .login();
    } catch (LoginException e) {
      if (e.getCause() != null) {
        throw e;
      }
    }
  }

  @Override
  public void run() {
    try (afterwards) {
      Subject subject = new Subject();
      LoginContext context =
          context(this::answer, subject, Map.of("principal", principal, "isInitiator", "true"));
      context.login();
      try {
        granting = ticket(subject, true);
        if (service.isPresent()) {
          askFor(service.get(), subject);
          serving = ticket(subject, false);
        }
      } finally {
        context.logout();
      }
    } catch (LoginException
        | GSSException
        | MalformedException
        | IOException
        | RuntimeException
        | Error e) {
      // Java's parser throws what it likes at bytes that it does not like.
      failure = Optional.of(e);
    } finally {
      ended = true;
    }
  }

  /** Whether it came to an end by itself. */
  boolean ended() {
    return ended;
  }

  /** The ticket-granting ticket, if there is one. */
  Optional<Ticket> granting() {
    return granting;
  }

  /** The service's ticket, if there is one. */
  Optional<Ticket> serving() {
    return serving;
  }

  /** What kept it from its end. */
  Optional<Throwable> failure() {
    return failure;
  }

  private void answer(Callback... callbacks) {
    char[] password = secret.reveal();
    for (Callback callback : callbacks) {
      if (callback instanceof PasswordCallback asked) {
        asked.setPassword(password);
      }
    }
    Arrays.fill(password, '\0');
  }

  private static LoginContext context(
      CallbackHandler handler, Subject subject, Map<String, ?> options) throws LoginException {
    return new LoginContext(
        "rollcall",
        subject,
        handler,
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
              new AppConfigurationEntry(
                  MODULE, AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options)
            };
          }
        });
  }

  private static Optional<Ticket> ticket(Subject subject, boolean granting)
      throws MalformedException {
    for (KerberosTicket ticket : subject.getPrivateCredentials(KerberosTicket.class)) {
      if (ticket.getServer().getName().startsWith("krbtgt/") == granting) {
        return Optional.of(Ticket.of(ticket));
      }
    }
    return Optional.empty();
  }

  /** The message for the service that comes of it is not sent: Java keeps the ticket. */
  private static void askFor(String service, Subject subject) throws GSSException {
    try {
      Subject.doAs(subject, (PrivilegedExceptionAction<byte[]>) () -> message(service));
    } catch (PrivilegedActionException e) {
      throw e.getException() instanceof GSSException known
          ? known
          : new GSSException(GSSException.FAILURE, 0, String.valueOf(e.getException()));
    }
  }

  private static byte[] message(String service) throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    // As a principal's name, not as a host's: a host's would be looked up in the name service.
    GSSName name = manager.createName(service, new Oid("1.2.840.113554.1.2.2.1"));
    GSSContext context =
        manager.createContext(
            name, new Oid("1.2.840.113554.1.2.2"), null, GSSContext.DEFAULT_LIFETIME);
    try {
      return context.initSecContext(new byte[0], 0, 0);
    } finally {
      context.dispose();
    }
  }
}

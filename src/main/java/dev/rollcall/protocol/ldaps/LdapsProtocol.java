package dev.rollcall.protocol.ldaps;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the rootDSE of a directory server over TLS, anonymously; with credentials it binds once and
 * reads the base and the account.
 */
public final class LdapsProtocol implements Protocol<LdapsSettings> {
  private static final int MESSAGE = 1;
  private static final int PROOF = 3;
  private static final int UNBIND = 2;
  private static final int MOST_MESSAGES = 16;

  @Override
  public String name() {
    return "ldaps";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of(
        "ldap.account-end",
        "ldap.clock",
        "ldap.domain-level",
        "ldap.forest-level",
        "ldap.login",
        "ldap.password-end",
        "ldap.result",
        "ldap.synchronized",
        "ldap.vendor",
        "ldap.vendor-version",
        "ldap.versions");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("ldaps", "ldap", "ssl");
  }

  @Override
  public Class<LdapsSettings> settings() {
    return LdapsSettings.class;
  }

  @Override
  public boolean usesTls() {
    return true;
  }

  @Override
  public String sends() {
    return "A TLS handshake, then an anonymous search for the rootDSE, which is no login; the"
        + " server's naming contexts prove it. With credentials one simple bind inside TLS,"
        + " once the certificate is trusted, and searches for the base, the account's own"
        + " entry and, where single sign-on is on, the holders of the service's Kerberos"
        + " name.";
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of("ldap.base", "ldap.clock", "ldap.references", "ldap.result", "ldap.synchronized");
  }

  @Override
  public void probe(Session session, LdapsSettings settings) throws ProbeException, IOException {
    LdapMessages messages = connect(session);
    Instant askedAt = Instant.now();
    long asked = System.nanoTime();
    write(session, messages);
    Optional<RootDse> entry = Optional.empty();
    for (int i = 0; i < MOST_MESSAGES; i++) {
      ProtocolOp operation = messages.answer(MESSAGE);
      if (operation instanceof SearchResultEntryProtocolOp found && entry.isEmpty()) {
        RootDse rootDse = new RootDse(found);
        entry = Optional.of(rootDse);
        RootDseReport report = new RootDseReport(session, settings);
        report.tell(rootDse, askedAt, Duration.ofNanos(System.nanoTime() - asked));
        report.judge(rootDse);
      } else if (operation instanceof SearchResultDoneProtocolOp done) {
        Optional<String> hidden = judge(session, LdapResult.of(done), entry);
        if (entry.isPresent() && entry.get().bearsMark()) {
          prove(session, messages);
        }
        boolean shown = login(session, settings, messages, entry.orElse(new RootDse(List.of())));
        if (!shown) {
          hidden.ifPresent(text -> session.concern(Concern.Kind.SERVER_CONFIGURATION, text));
        }
        return;
      }
    }
    throw endless();
  }

  static LdapMessages connect(Session session) throws IOException, ProbeException {
    return new LdapMessages(session.dial().startTls());
  }

  /**
   * Logs in if there are credentials, then unbinds.
   *
   * @return whether the login could read a rootDSE
   */
  private static boolean login(
      Session session, LdapsSettings settings, LdapMessages messages, RootDse rootDse)
      throws IOException {
    if (session.credentials().account().isEmpty()) {
      leave(messages);
      return false;
    }
    DirectoryLogin login = new DirectoryLogin(session, settings, messages, rootDse);
    Optional<String> name = BindName.of(session.credentials().account().get(), rootDse);
    if (name.isEmpty()) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.UNSUPPORTED,
              "the directory does not say that it is Active Directory, and any other one knows its"
                  + " users by distinguished names (DN) only");
    } else {
      session
          .credentials()
          .authenticate(
              Login.Cover.TLS,
              Login.Times.ONCE,
              (account, secret) -> login.hold(account, name.get(), secret));
    }
    if (login.messages() != messages) {
      leave(messages);
    }
    leave(login.messages());
    return login.sawRootDse();
  }

  /** The connection is not needed: everything is proven. */
  private static void leave(LdapMessages messages) {
    try {
      messages.write(UNBIND, new UnbindRequestProtocolOp());
    } catch (IOException gone) {
      // The server, or this host, was quicker.
    }
  }

  /** Sends the challenge, to a stand-in only, as a real server does not know it. */
  private static void prove(Session session, LdapMessages messages)
      throws IOException, ProbeException {
    Optional<byte[]> challenge = session.standIn().challenge();
    if (challenge.isEmpty()) {
      return;
    }
    messages.write(
        PROOF,
        new ExtendedRequestProtocolOp(LdapMessages.PROOF, new ASN1OctetString(challenge.get())));
    if (messages.read().getProtocolOp() instanceof ExtendedResponseProtocolOp answer
        && answer.getResponseValue() != null) {
      session.standIn().proof(answer.getResponseValue().getValue());
    }
  }

  @Override
  public Idling idling() {
    return Idling.ANONYMOUS;
  }

  @Override
  public KeptOpen keepOpen(Session session, LdapsSettings settings)
      throws ProbeException, IOException {
    Connection connection = session.dial().startTls();
    LdapMessages messages = new LdapMessages(connection);
    KeptOpen.Question question = () -> ask(session, messages);
    question.ask();
    return new KeptOpen(connection::await, connection.in(), question);
  }

  /** Any regular answer will do; the ordinary probe judges it. */
  private static void ask(Session session, LdapMessages messages)
      throws IOException, ProbeException {
    write(session, messages);
    for (int i = 0; i < MOST_MESSAGES; i++) {
      if (messages.answer(MESSAGE) instanceof SearchResultDoneProtocolOp) {
        return;
      }
    }
    throw endless();
  }

  private static void write(Session session, LdapMessages messages) throws IOException {
    messages.write(
        MESSAGE, RootDse.question((int) (session.deadline().remaining().toSeconds() + 1)));
  }

  private static ProbeException endless() {
    return ProbeException.unexpected("the search for the rootDSE does not end");
  }

  @Override
  public StandIn standIn(Transport transport, List<LdapsSettings> rules) {
    return new LdapsStandIn(rules);
  }

  /**
   * Any regular LDAP answer proves the path, even one that hides the rootDSE.
   *
   * @return a warning, unless a login can read more
   */
  private static Optional<String> judge(Session session, LdapResult done, Optional<RootDse> entry)
      throws ProbeException {
    String result = done.shown(session.quotes());
    if (done.code() != ResultCode.SUCCESS_INT_VALUE) {
      session.observe("ldap.result", result);
    }
    int code = done.code();
    if (code == ResultCode.SUCCESS_INT_VALUE || code == ResultCode.NO_SUCH_OBJECT_INT_VALUE) {
      return entry.isPresent() && !entry.get().attributes().isEmpty()
          ? Optional.empty()
          : Optional.of(
              "LDAP answers, but shows no rootDSE without a login: this may be another"
                  + " directory than yours");
    }
    if (RootDse.hiddenBy(code)) {
      return Optional.of(
          "LDAP answers, but refuses to show the rootDSE without a login: " + result);
    }
    throw done.unexpected(
        "the LDAP server answers the search for its rootDSE with ", session.quotes());
  }
}

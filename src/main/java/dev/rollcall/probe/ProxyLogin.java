package dev.rollcall.probe;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.LoginAttempt;
import dev.rollcall.probe.login.ProxyAccess;
import dev.rollcall.probe.login.ProxyChallenge;
import dev.rollcall.probe.login.ProxyDigest;
import dev.rollcall.probe.login.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The login at an HTTP proxy that answered 407 (RFC 9110 §11.7): Digest where it is offered, else
 * Basic, inside TLS or where the site file allows it in clear. The first rule of a run logs in
 * alone; once the proxy has accepted the credentials, the others show them side by side. A refusal
 * is remembered as for every login.
 */
public final class ProxyLogin {
  private final Session session;
  private final ProxyAccess proxy;

  public ProxyLogin(Session session) {
    this.session = session;
    this.proxy = session.proxy();
  }

  /**
   * What a proxy answered.
   *
   * @param challenges the values of Proxy-Authenticate
   * @param answer in the caller's own form
   */
  public record Reply<A>(int status, List<String> challenges, A answer) {
    public Reply {
      challenges = List.copyOf(challenges);
    }
  }

  /** A request that can be sent again on a new connection. */
  @FunctionalInterface
  public interface Request<A> {
    /**
     * Sends it.
     *
     * @param authorization the value of Proxy-Authorization, one character an octet (ISO 8859-1)
     */
    Reply<A> send(String authorization) throws IOException, ProbeException;
  }

  /**
   * Sends a request that was answered with 407 again, with credentials.
   *
   * @param refused the values of Proxy-Authenticate of that answer
   * @param uri the request target, as it stands in the request
   * @return the answer, which is no 407
   * @throws ProbeException of phase PROXY, if the credentials are refused or cannot be shown
   */
  public <A> A again(List<String> refused, String method, String uri, Request<A> request)
      throws IOException, ProbeException {
    Access access = proxy.access().orElseThrow(() -> new ProbeException(unasked()));
    ProxyChallenge challenge = choose(ProxyChallenge.of(refused));
    String at = session.route().dialled().toString();
    Account account = access.grant().account();
    boolean known;
    try (LoginAttempt attempt = access.logins().attempt(access.grant(), ProxyAccess.RULE, at)) {
      if (!session.budget().queue(attempt::enter)) {
        throw undecided("not tried: the run ended");
      }
      LoginAttempt.Permission permission = attempt.ask();
      if (permission instanceof LoginAttempt.Permission.Granted) {
        Secret secret = attempt.secret(session.budget()::aborted);
        return first(attempt, challenge, account, secret, method, uri, request);
      }
      known = isProven(permission);
    }
    if (!known) {
      throw undecided("not tried: the credentials were not accepted before");
    }
    session.enter(Phase.PROXY);
    Secret secret = access.grant().secret();
    return accepted(challenge, account, secret, method, uri, request, () -> {});
  }

  /** The first login of the run. */
  private <A> A first(
      LoginAttempt attempt,
      ProxyChallenge challenge,
      Account account,
      Secret secret,
      String method,
      String uri,
      Request<A> request)
      throws IOException, ProbeException {
    session.enter(Phase.PROXY);
    try {
      A answer = accepted(challenge, account, secret, method, uri, request, attempt::answered);
      attempt.accepted();
      attempt.tell(new LoginResult.Proven(account.toString()));
      session.observe("proxy.login", account.given() + " by " + challenge.scheme());
      return answer;
    } catch (IOException | ProbeException e) {
      Fault fault = session.fault(e);
      boolean cut = session.budget().aborted() && !session.deadline().remaining().isZero();
      attempt.tell(attempt.failed(fault, cut));
      throw e;
    }
  }

  /**
   * Sends the credentials, and once more where the nonce was too old: the proxy says so only if the
   * password was right (RFC 7616 §3.3), and that is no refusal.
   *
   * @param tooOld what to do before they are sent again
   * @return the answer, which is no 407
   */
  private static <A> A accepted(
      ProxyChallenge challenge,
      Account account,
      Secret secret,
      String method,
      String uri,
      Request<A> request,
      Runnable tooOld)
      throws IOException, ProbeException {
    Reply<A> reply = send(challenge, account, secret, method, uri, request);
    Optional<ProxyChallenge> stale = stale(reply, challenge);
    if (stale.isPresent()) {
      tooOld.run();
      reply = send(stale.get(), account, secret, method, uri, request);
      if (stale(reply, stale.get()).isPresent()) {
        tooOld.run();
        throw undecided("the proxy calls every nonce of its own too old (stale=true)");
      }
    }
    if (reply.status() == 407) {
      throw new ProbeException(rejected(account));
    }
    return reply.answer();
  }

  private static <A> Optional<ProxyChallenge> stale(Reply<A> reply, ProxyChallenge before) {
    return reply.status() != 407 || !before.scheme().equals("digest")
        ? Optional.empty()
        : ProxyChallenge.of(reply.challenges()).stream()
            .filter(ProxyDigest::usable)
            .filter(challenge -> challenge.parameter("stale").equalsIgnoreCase("true"))
            .min(Comparator.comparingInt(ProxyDigest::rank));
  }

  private static <A> Reply<A> send(
      ProxyChallenge challenge,
      Account account,
      Secret secret,
      String method,
      String uri,
      Request<A> request)
      throws IOException, ProbeException {
    return request.send(
        challenge.scheme().equals("digest")
            ? ProxyDigest.authorization(challenge, account, secret, method, uri)
            : basic(account, secret));
  }

  /** RFC 7617 §2. */
  private static String basic(Account account, Secret secret) {
    ByteArrayOutputStream pair = new ByteArrayOutputStream();
    pair.writeBytes((account.given() + ":").getBytes(StandardCharsets.UTF_8));
    byte[] password = secret.utf8();
    pair.writeBytes(password);
    Arrays.fill(password, (byte) 0);
    return "Basic " + Base64.getEncoder().encodeToString(pair.toByteArray());
  }

  private static boolean isProven(LoginAttempt.Permission permission) throws ProbeException {
    if (permission instanceof LoginAttempt.Permission.Settled settled) {
      if (settled.right() instanceof LoginResult.Failed failed) {
        throw new ProbeException(failed.fault());
      }
      if (settled.right() instanceof LoginResult.Untried untried) {
        throw undecided("not tried: " + untried.why());
      }
      return settled.right() instanceof LoginResult.Proven;
    }
    return false;
  }

  /** The best of the offered ways that may be gone. */
  private ProxyChallenge choose(List<ProxyChallenge> offered) throws ProbeException {
    Optional<ProxyChallenge> digest =
        offered.stream()
            .filter(ProxyDigest::usable)
            .min(Comparator.comparingInt(ProxyDigest::rank));
    if (digest.isPresent()) {
      return digest.get();
    }
    Optional<ProxyChallenge> basic =
        offered.stream().filter(challenge -> challenge.scheme().equals("basic")).findFirst();
    if (basic.isPresent() && (proxy.tls() || proxy.allowClear())) {
      return basic.get();
    }
    if (basic.isPresent()) {
      throw undecided(
          "the proxy takes the password in clear only (Basic without TLS to the proxy), which the"
              + " site file does not allow (proxy: allow-clear)");
    }
    throw undecided(unavailable("the proxy", offered));
  }

  /**
   * The fault of phase PROXY that a 407 is where no credentials are shown. Its clue says whether
   * credentials in the site file would help.
   *
   * @param who asks, to begin a sentence with
   * @param line the status line, safe to quote
   * @param challenges the values of Proxy-Authenticate
   */
  public static Fault asked(String who, String line, List<String> challenges) {
    List<ProxyChallenge> offered = ProxyChallenge.of(challenges);
    boolean possible =
        offered.stream().anyMatch(one -> one.scheme().equals("basic") || ProxyDigest.usable(one));
    return possible
        ? new Fault(
            Phase.PROXY,
            FaultKind.DENIED,
            who + " asks for credentials: " + line + " (" + schemes(offered) + ")",
            Clue.PROXY_CREDENTIALS)
        : undecidedFault(unavailable(who, offered) + ": " + line);
  }

  private static String unavailable(String who, List<ProxyChallenge> offered) {
    String schemes = schemes(offered);
    return who
        + " asks for a login that Rollcall does not have ("
        + (schemes.isEmpty() ? "none is named" : schemes)
        + "; Basic and Digest with MD5 or SHA-256 are known)";
  }

  private static String schemes(List<ProxyChallenge> offered) {
    return offered.stream().map(ProxyLogin::known).distinct().collect(Collectors.joining(", "));
  }

  private static String known(ProxyChallenge challenge) {
    return switch (challenge.scheme()) {
      case "basic" -> "Basic";
      case "ntlm" -> "NTLM";
      case "negotiate" -> "Negotiate";
      case "digest" -> ProxyDigest.usable(challenge) ? "Digest" : "Digest of another kind";
      case "bearer" -> "Bearer";
      default -> "another scheme";
    };
  }

  private static Fault unasked() {
    return new Fault(
        Phase.PROXY,
        FaultKind.DENIED,
        "the proxy asks for credentials, and the site file has none for it",
        Clue.PROXY_CREDENTIALS);
  }

  private static Fault rejected(Account account) {
    return new Fault(
        Phase.PROXY,
        FaultKind.DENIED,
        "the proxy does not accept " + account.given() + " with this password: HTTP 407",
        Clue.CREDENTIALS);
  }

  private static ProbeException undecided(String evidence) {
    return new ProbeException(undecidedFault(evidence));
  }

  private static Fault undecidedFault(String evidence) {
    return new Fault(Phase.PROXY, FaultKind.DENIED, evidence, Clue.PROXY_LOGIN);
  }
}

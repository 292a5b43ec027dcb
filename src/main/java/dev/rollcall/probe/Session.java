package dev.rollcall.probe;

import dev.rollcall.model.CertificatePolicy;
import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FollowUp;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Right;
import dev.rollcall.model.Route;
import dev.rollcall.model.Target;
import dev.rollcall.model.Transport;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Login;
import dev.rollcall.probe.login.ProxyAccess;
import dev.rollcall.probe.quote.Quotes;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a probe works in: one route, one deadline, one limit of bytes; it dials, times the phases
 * and keeps what was learned. Used by one thread, but {@link #abort} may come from another.
 */
public final class Session implements AutoCloseable {
  /** The most bytes that one connection reads, TLS included. */
  public static final long READ_LIMIT = 4L << 20;

  /** How often one who waits for other sessions looks whether its own was ended. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Route route;
  private final Deadline deadline;
  private final TlsPolicy tls;
  private final SessionContext means;
  private final CpuPermits.Turn turn;
  private final Optional<CredentialUse> showing;
  private final StandInSeen standIn = new StandInSeen();
  private final List<Closeable> open = new ArrayList<>();
  private final Findings findings;
  private final Dialler dialler;
  private final PhaseClock clock;
  private volatile Phase phase;
  private long unaccounted;
  private Optional<TlsTrace> trace = Optional.empty();
  private int datagrams;
  private boolean aborted;
  private Try which = Try.ONLY;
  private volatile Optional<Thread> worker = Optional.empty();

  /**
   * @param means what the site and the run give to it
   * @param turn its permit to compute, and what it may keep in memory
   */
  public Session(
      Route route, Deadline deadline, TlsPolicy tls, SessionContext means, CpuPermits.Turn turn) {
    this.route = route;
    this.deadline = deadline;
    this.tls = tls;
    this.means = means;
    this.turn = turn;
    this.showing = means.access().map(access -> new CredentialUse(this, access));
    this.phase =
        route.target().port().transport() == Transport.UDP ? Phase.EXCHANGE : Phase.CONNECT;
    this.clock = new PhaseClock(phase);
    this.findings = new Findings(turn, means.quotes());
    this.dialler = new Dialler(this, means);
  }

  /** A session by itself, which need not wait for a turn. */
  public Session(Route route, Deadline deadline, TlsPolicy tls, Optional<InetAddress> bind) {
    this(route, deadline, tls, SessionContext.NONE.from(bind), new CpuPermits(1).next());
  }

  public Route route() {
    return route;
  }

  public Target target() {
    return route.target();
  }

  /** Whether an HTTP proxy stands between: plain HTTP is then asked for in absolute form. */
  public boolean viaProxy() {
    return route instanceof Route.ViaProxy;
  }

  public Deadline deadline() {
    return deadline;
  }

  /** A session with the route's own proxy, whose certificate is judged as an internal one. */
  Session hop() {
    TlsPolicy own = new TlsPolicy(CertificatePolicy.VERIFY, false, tls.roots(), tls.now());
    return new Session(route, deadline, own, means.withoutAccess(), turn);
  }

  /** A further session on the same route, with a deadline of its own; it ends with this one. */
  Session sibling(Deadline other) throws IOException {
    Session sibling = new Session(route, other, tls, means.withoutAccess(), turn);
    keep(sibling::abort);
    return sibling;
  }

  /** Says which of a question's tries it is; before it begins. */
  public Session as(Try one) {
    which = one;
    return this;
  }

  Try which() {
    return which;
  }

  /** Says whether the answers filled a packet: a path may lose large ones only. */
  void judgeSize() {
    if (dialler.smallOnly()) {
      observe(Observation.Note.SMALL_PACKETS);
    }
  }

  /** How long it has been waiting for an answer to its connection request; empty if it does not. */
  public Optional<Duration> dialling() {
    return dialler.dialling();
  }

  /**
   * Ends our side of the last connection, and looks whether the peer then ends its own: a process
   * is there that lives. May be asked when the deadline has passed, and takes less than a second.
   *
   * @return false also where the question will be asked again, so that this decides nothing, and
   *     where what we sent was never acknowledged: then it is not the peer that closes
   */
  public boolean closesWithUs() {
    return which != Try.FIRST
        && last()
            .filter(socket -> socket.unacknowledged().orElse(0) == 0)
            .filter(socket -> socket.closesWithUs(Silence.CLOSING))
            .isPresent();
  }

  /**
   * What the peer said in the place of a TLS handshake, its first bytes, at most 200; empty if it
   * said nothing, or TLS.
   */
  public byte[] insteadOfTls() {
    return trace
        .map(TlsTrace::records)
        .filter(TlsRecords::noTls)
        .map(TlsRecords::foreign)
        .orElseGet(() -> new byte[0]);
  }

  /** How long this session was willing to wait in all. */
  Duration patience() {
    return deadline.whole();
  }

  /** A wait that may go beyond the deadline. */
  @FunctionalInterface
  interface Patience {
    /** Waits; whether something came. */
    boolean await() throws IOException;
  }

  /** Waits for that long at most, also beyond the deadline, which moves away by what it took. */
  boolean patiently(Duration most, Patience patience) throws IOException {
    Duration left = deadline.remaining();
    // And a little more, so that the deadline itself does not pass meanwhile.
    deadline.extend(most.plusSeconds(1).toNanos());
    boolean came = patience.await();
    deadline.extend(left.minus(deadline.remaining()).toNanos());
    return came;
  }

  public TlsPolicy tls() {
    return tls;
  }

  /**
   * Opens a TCP connection to the route's address: the destination, or its proxy. On return the
   * phase is {@link Phase#EXCHANGE}.
   */
  public Connection dial() throws IOException {
    Connection connection = dialler.dial();
    trace = Optional.empty();
    return connection;
  }

  /**
   * As {@link #dial}, and through the proxy on to the target with CONNECT (RFC 9110 §9.3.6) where
   * there is one.
   *
   * @throws ProbeException of phase PROXY, if the proxy does not pass us on
   */
  public Connection dialThrough() throws IOException, ProbeException {
    return dialler.dialThrough();
  }

  /**
   * As {@link #dial}, and with TLS to the proxy where there is one that the site file gives an
   * {@code https} URL.
   *
   * @throws ProbeException of phase PROXY, if the proxy's own certificate is not acceptable
   */
  public Connection dialHop() throws IOException, ProbeException {
    return dialler.dialHop();
  }

  /** How the route's proxy is spoken to. */
  public ProxyAccess proxy() {
    return means.proxy();
  }

  /** The login at the route's proxy, after it answered 407. */
  public ProxyLogin proxyLogin() {
    return new ProxyLogin(this, means.proxy());
  }

  /** Opens a connected datagram socket to the route's address. */
  public Datagrams datagrams() throws IOException {
    return dialler.datagrams();
  }

  /**
   * As {@link #datagrams}, for a protocol whose clients take an answer from another address as
   * well: a cluster that is asked at its own address may answer from that of one of its hosts.
   *
   * @param ours whether a datagram from another address answers us
   */
  public Datagrams datagramsFromAnyone(Predicate<byte[]> ours) throws IOException {
    return dialler.datagramsFromAnyone(ours);
  }

  /**
   * Shows the rule's credentials, where it has any that may be shown here and that nobody has
   * refused. To be called once the path is proven; what comes of it is kept beside the answer, and
   * takes nothing from it.
   *
   * @return whether they were accepted, and the login went to its end
   */
  public boolean authenticate(Login.Cover cover, Login.Times times, Login login) {
    return showing.isPresent() && showing.get().show(cover, times, login);
  }

  /** Whether this session has credentials, which {@link #authenticate} might show. */
  public boolean hasCredentials() {
    return showing.isPresent();
  }

  /** Whether its rule logs in, in this session or in another one. */
  boolean ruleLogsIn() {
    return hasCredentials() || quotes().ofLogin();
  }

  /** Whose credentials they are, for what a protocol must know before it shows them. */
  public Optional<Account> account() {
    return showing.map(CredentialUse::account);
  }

  /**
   * Says why the credentials were not shown, or not everywhere, where the protocol itself finds
   * that it cannot; also within a login, which then ends without a proof.
   */
  public void untried(Right.Reason reason, String why) {
    showing.ifPresent(one -> one.untried(reason, why));
  }

  /**
   * Says within a login that the server has accepted the credentials: what fails from here on is no
   * failed login.
   */
  public void accepted() {
    showing.ifPresent(CredentialUse::accepted);
  }

  /**
   * Says within a login that the server's answer is no failed login, although it accepts nothing:
   * it is busy, say, or takes no login of this kind. Also that nothing was sent that could be
   * counted, where the secret was read and not used. Without this a login that is neither accepted
   * nor refused may have been counted as failed, and is not tried again until a person allows it.
   */
  public void answered() {
    showing.ifPresent(CredentialUse::answered);
  }

  /**
   * Whether the credentials may be shown to that host as well. One whose name could be a secret
   * said back is not gone to: reports name where attempts go.
   */
  public boolean covers(String host) {
    return showing.filter(one -> one.covers(host)).isPresent() && quotes().shows(host);
  }

  /**
   * Says that the login goes on elsewhere, at a host that {@link #covers} holds for. All attempts
   * of the rule hear of it.
   *
   * @param place in the protocol's own words
   */
  public void lead(String place) {
    showing.ifPresent(one -> one.lead(place));
  }

  /** Where logins of the same rule were led to. */
  public Set<String> leads() {
    return showing.map(CredentialUse::leads).orElse(Set.of());
  }

  /** What the credentials showed so far. */
  public Optional<Right> right() {
    return showing.flatMap(CredentialUse::right);
  }

  /** Whether a stand-in was seen. */
  boolean meetsStandIn() {
    return standIn.seen();
  }

  /** Where a test mail is to go, if one was asked for; told once in a run. */
  public Optional<String> recipient() {
    return means.errand().flatMap(TestMailRequest::take);
  }

  /** What is waited for from now on belongs to that phase, and so does the next fault. */
  public void enter(Phase next) {
    clock.enter(next);
    phase = next;
  }

  /** Times the phases; sockets say when they send and receive. */
  PhaseClock clock() {
    return clock;
  }

  /** Lets others compute while this session waits for the network. */
  void pause() {
    turn.pause();
  }

  /**
   * Waits until this session may compute; that time belongs to no phase, and the deadline does not
   * run meanwhile.
   */
  void resume() {
    worker = Optional.of(Thread.currentThread());
    deadline.stop();
    long waited = turn.resume();
    deadline.start();
    clock.skip(waited);
    unaccounted += waited;
  }

  /**
   * Ends an attempt for which this host has computed more than it may.
   *
   * @throws ComputingException if so
   */
  void checkComputing() throws ComputingException {
    turn.check();
  }

  /** What it holds of what was read. */
  MemoryBudget.Lease memory() {
    return turn.memory();
  }

  /** Whether it waits for this host's processors now. */
  public boolean waits() {
    return turn.waits();
  }

  /** Whether it has waited longer than that for this host's processors. */
  public boolean starved(Duration patience) {
    return turn.waited().compareTo(patience) > 0;
  }

  /** Why it was ended from outside; for one that has ended since. */
  Fault ended() {
    return new CutShort(phase, turn).ended();
  }

  /** Why it was left behind: it was ended from outside, and goes on. */
  public Fault left() {
    return new CutShort(phase, turn).left(worker);
  }

  /** Something that sessions do one at a time. */
  @FunctionalInterface
  public interface Queue {
    /** Waits that long at most; whether it is the caller's turn now. */
    boolean enter(Duration patience) throws InterruptedException;
  }

  /**
   * Waits until other sessions let this one in. That time is nobody's: it belongs to no phase, and
   * the deadline moves away by it.
   *
   * @return false if the session was ended meanwhile: it is not in then
   */
  public boolean queue(Queue queue) {
    pause();
    long start = System.nanoTime();
    long counted = start;
    try {
      boolean entered = false;
      while (!entered && !aborted()) {
        entered = queue.enter(LOOK);
        long now = System.nanoTime();
        deadline.extend(now - counted);
        counted = now;
      }
      return entered;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      resume();
      waited(counted - start);
    }
  }

  /** Time that was waited for other sessions; it belongs to no phase. */
  void waited(long nanoseconds) {
    clock.skip(nanoseconds);
    unaccounted += nanoseconds;
  }

  /** Gives the permit back for a session that does not: it is left behind. */
  public void leave() {
    turn.end();
    showing.ifPresent(CredentialUse::leave);
  }

  /** Time that was waited for turns. */
  Duration unaccounted() {
    return Duration.ofNanos(unaccounted);
  }

  public Phase phase() {
    return phase;
  }

  /**
   * Keeps a fact, whatever becomes of the attempt; the same fact is kept once, and no more than
   * there is memory for.
   */
  public void observe(Observation observation) {
    findings.observe(observation);
  }

  /**
   * Keeps a protocol's fact; the text is made safe here. What of it comes from the server goes
   * through {@link #quotes} first, mostly {@link Quotes#name}.
   */
  public void observe(String name, String text) {
    findings.observe(name, text);
  }

  /** Says that it works but needs a person; what the server says is quoted by {@link #quotes}. */
  public void concern(Concern.Kind kind, String text) {
    findings.concern(kind, text);
  }

  /** Says that the destination answered, and that its answers do not tell what is to be told. */
  public void undecided(String why) {
    findings.undecided(why);
  }

  Optional<String> undecided() {
    return findings.undecided();
  }

  /**
   * What to challenge a stand-in with, where this run shares a key with its stand-ins: put to every
   * server that might be one, in a place where the protocol lets the asker say anything. The same
   * bytes in the whole session.
   */
  public Optional<byte[]> challenge() {
    return means.key().map(k -> standIn.challenge());
  }

  /**
   * Says that a stand-in answered and not the real server: its mark was seen. The attempt goes on.
   *
   * @param where what bears the mark: {@code the banner}
   */
  public void standIn(String where) {
    standIn.seen(where);
  }

  /** What came in answer to the {@link #challenge}. */
  public void proof(byte[] proof) {
    standIn.proof(proof);
  }

  /**
   * What came in answer to a question that is itself the challenge, where the protocol has no room
   * for {@link #challenge}.
   *
   * @param challenge the question as it was sent, never the same twice
   */
  public void proof(byte[] challenge, byte[] proof) {
    standIn.proof(challenge, proof);
  }

  /**
   * What came in answer to the {@link #challenge} over TLS, and was made as if there were none: it
   * holds when somebody ends TLS before the stand-in, a load balancer or an interceptor.
   */
  public void plainProof(byte[] proof) {
    standIn.plainProof(proof);
  }

  /** What a stand-in that was seen comes to, at the end of an attempt. */
  void judgeStandIn() throws ProbeException {
    standIn.judge(this, means.key());
  }

  /** Asks the engine for a further attempt. */
  public void followUp(FollowUp followUp) {
    findings.followUp(followUp);
  }

  public List<Observation> observations() {
    return findings.observations();
  }

  public List<Concern> concerns() {
    return findings.concerns();
  }

  List<FollowUp> followUps() {
    return findings.followUps();
  }

  Map<Phase, Duration> phases() {
    return clock.times();
  }

  Optional<InetAddress> source() {
    return dialler.source();
  }

  int datagramsSent() {
    return datagrams;
  }

  void sent() {
    datagrams++;
  }

  /** The last connection that was dialled. */
  Optional<DeadlineSocket> last() {
    return dialler.last();
  }

  /** What the TLS that begins shows; it explains what fails from here on. */
  void trace(TlsTrace begun) {
    trace = Optional.of(begun);
  }

  Optional<TlsTrace> trace() {
    return trace;
  }

  /** Makes the session close something of a library's own when it ends or is aborted. */
  public synchronized <T extends Closeable> T keep(T resource) throws IOException {
    if (aborted) {
      resource.close();
      throw new IOException("the session has ended");
    }
    open.add(resource);
    return resource;
  }

  /** Ends the session from another thread: whatever it waits in fails at once. */
  public synchronized void abort() {
    aborted = true;
    turn.giveUp();
    close();
  }

  synchronized boolean aborted() {
    return aborted;
  }

  @Override
  public synchronized void close() {
    for (Closeable resource : open) {
      try {
        resource.close();
      } catch (IOException closedAlready) {
        // Nothing is left to release.
      }
    }
    open.clear();
    turn.memory().close();
  }

  /** Builds the fault of an exception in the phase that the session is in. */
  public Fault fault(Exception thrown) {
    Fault base = Faults.classify(phase, thrown, route.dialled(), quotes());
    Fault fault = trace.map(seen -> TlsFaults.refine(base, thrown, seen, quotes())).orElse(base);
    String evidence = quotes().sentence(fault.evidence());
    return new Fault(fault.phase(), fault.kind(), evidence, fault.clue());
  }

  /**
   * The one way from a server's text into a sentence or a fact: the server may know a secret of
   * ours, and say it back.
   */
  public Quotes quotes() {
    return means.quotes();
  }

  /** A server's free text in a sentence of ours: {@link Quotes#text}. */
  public String quote(String said) {
    return quotes().text(said);
  }
}

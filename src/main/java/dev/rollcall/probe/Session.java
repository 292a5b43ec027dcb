package dev.rollcall.probe;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.budget.AttemptBudget;
import dev.rollcall.probe.budget.CpuPermit;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.probe.fault.Faults;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.ProxyAccess;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.probe.net.Datagrams;
import dev.rollcall.probe.net.FlowLog;
import dev.rollcall.probe.net.OpenResources;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.probe.tls.TlsFaults;
import dev.rollcall.probe.tls.TlsTrace;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The context of one probe: one route, one deadline, one limit of bytes. It connects, measures the
 * phases and stores findings. Used by one thread, but {@link #abort} may come from another.
 */
public final class Session implements AutoCloseable {
  /** The most bytes that one connection reads, TLS included. */
  public static final long READ_LIMIT = 4L << 20;

  private final Route route;
  private final TlsPolicy tls;
  private final SessionContext context;
  private final AttemptBudget budget;
  private final CredentialUse credentials;
  private final StandInSeen standIn;
  private final OpenResources open = new OpenResources();
  private final Findings findings;
  private final Dialler dialler;
  private Optional<TlsTrace> trace = Optional.empty();
  private TryNumber which = TryNumber.ONLY;

  /**
   * @param context settings of the site and the run
   * @param permit its permit to compute, and what it may keep in memory
   */
  public Session(
      Route route, Deadline deadline, TlsPolicy tls, SessionContext context, CpuPermit permit) {
    this(route, tls, context, new AttemptBudget(deadline, permit, first(route)), new FlowLog());
  }

  private Session(
      Route route, TlsPolicy tls, SessionContext context, AttemptBudget budget, FlowLog flows) {
    this.route = route;
    this.tls = tls;
    this.context = context;
    this.budget = budget;
    this.credentials = new CredentialUse(this, context.access());
    this.standIn = new StandInSeen(context.key());
    this.findings = new Findings(budget.memory(), context.quotes());
    this.dialler = new Dialler(this, context, flows);
  }

  private static Phase first(Route route) {
    return route.target().port().transport() == Transport.UDP ? Phase.EXCHANGE : Phase.CONNECT;
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
    return budget.deadline();
  }

  /** A session with the route's own proxy, whose certificate is judged as an internal one. */
  Session hop() {
    TlsPolicy own = new TlsPolicy(CertificatePolicy.VERIFY, false, tls.roots(), tls.now());
    return beside(budget.deadline(), own);
  }

  /** A further session on the same route, with a deadline of its own; it ends with this one. */
  public Session sibling(Deadline other) throws IOException {
    Session sibling = beside(other, tls);
    keep(sibling::abort);
    return sibling;
  }

  private Session beside(Deadline other, TlsPolicy policy) {
    return new Session(
        route,
        policy,
        context.withoutAccess(),
        budget.beside(other, first(route)),
        dialler.flows().secondLook());
  }

  /** Sets which try it is; call it before it begins. */
  public Session as(TryNumber one) {
    which = one;
    return this;
  }

  public TryNumber which() {
    return which;
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
    return context.proxy();
  }

  /** Opens a connected datagram socket to the route's address. */
  public Datagrams datagrams() throws IOException {
    return dialler.datagrams();
  }

  /**
   * As {@link #datagrams}, and notices an answer from another address, as of a host with several.
   *
   * @param ours whether a datagram from another address answers us
   * @param accepted whether clients take such an answer; if not, only the fault of a silent
   *     destination tells of it
   */
  public Datagrams datagrams(Predicate<byte[]> ours, boolean accepted) throws IOException {
    return dialler.datagrams(ours, accepted);
  }

  /** The rule's credentials, and what came of them here. */
  public CredentialUse credentials() {
    return credentials;
  }

  /** Whether its rule logs in, in this session or in another one. */
  public boolean ruleLogsIn() {
    return credentials.present() || quotes().ofLogin();
  }

  /** The stand-in that answered, if one did. */
  public StandInSeen standIn() {
    return standIn;
  }

  /** The mail to send, if one is requested; returned once in a run. */
  public Optional<MailRequest> mail() {
    return context.mail().filter(MailRequest::take);
  }

  /** What is waited for from now on belongs to that phase, and so does the next fault. */
  public void enter(Phase next) {
    budget.enter(next);
  }

  public Phase phase() {
    return budget.phase();
  }

  /** Its deadline, phases and permit; sockets say here when they send and receive. */
  public AttemptBudget budget() {
    return budget;
  }

  /** Abandons an attempt that does not end: releases its permit and its account. */
  public void leave() {
    budget.leave();
    credentials.leave();
  }

  /** Records a fact, whatever the attempt's outcome; equal facts once, within the memory limit. */
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

  /** Records a concern; text from the server must go through {@link #quotes}. */
  public void concern(Concern.Kind kind, String text) {
    findings.concern(kind, text);
  }

  /** Its findings. */
  public Findings findings() {
    return findings;
  }

  /** Its connections and datagram sockets. */
  public Dialler dialler() {
    return dialler;
  }

  /** What the last TLS on it showed. */
  public Optional<TlsTrace> trace() {
    return trace;
  }

  /** What the TLS that begins shows; it explains what fails from here on. */
  void trace(TlsTrace begun) {
    trace = Optional.of(begun);
  }

  /** Makes the session close something of a library's own when it ends or is aborted. */
  public <T extends Closeable> T keep(T resource) throws IOException {
    return open.keep(resource);
  }

  /** Aborts the session from another thread: whatever it waits for fails at once. */
  public void abort() {
    budget.abort(open::end);
    budget.close();
  }

  @Override
  public void close() {
    open.close();
    budget.close();
  }

  /** Builds the fault of an exception in the phase that the session is in. */
  public Fault fault(Exception thrown) {
    Fault base = Faults.classify(phase(), thrown, route.dialled(), quotes());
    Fault fault = trace.map(seen -> TlsFaults.refine(base, thrown, seen, quotes())).orElse(base);
    String evidence = quotes().sentence(fault.evidence());
    Fault whole = new Fault(fault.phase(), fault.kind(), evidence, fault.clue());
    return budget.lateness().excused(whole, base.cutsConnection());
  }

  /**
   * The only way to quote a server's text in a sentence or a fact, as the server may know a secret
   * and send it back.
   */
  public Quotes quotes() {
    return context.quotes();
  }
}

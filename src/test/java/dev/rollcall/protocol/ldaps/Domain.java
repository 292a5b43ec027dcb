package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Logins;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A directory server in this JVM that says of itself that it is Active Directory, knows its users
 * by names like svc@uni.edu, and a test says what it refuses.
 */
final class Domain implements AutoCloseable {
  static final String PASSWORD = "planted-Passw0rd";
  static final String BASE = "dc=uni,dc=edu";
  static final String ENTRY = "cn=svc," + BASE;
  static final String NEVER = Long.toString(Long.MAX_VALUE);

  private final InMemoryDirectoryServer server;
  private final List<String> binds = new CopyOnWriteArrayList<>();
  private final List<String> searches = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Map<String, LDAPException> refusals = new ConcurrentHashMap<>();
  private volatile Optional<LDAPException> refusal = Optional.empty();

  private Domain(TestAuthority.Leaf leaf, Attribute... saysOfItself) {
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
      config.setSchema(null);
      config.setCustomRootDSEAttributes(List.of(saysOfItself));
      config.addInMemoryOperationInterceptor(new Interceptor());
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPSConfig(
              "ldaps",
              InetAddress.getLoopbackAddress(),
              0,
              leaf.context().getServerSocketFactory(),
              null));
      server = new InMemoryDirectoryServer(config);
      server.add(BASE, new Attribute("objectClass", "domainDNS"), new Attribute("dc", "uni"));
      server.startListening();
    } catch (LDAPException e) {
      throw new AssertionError(e);
    }
  }

  static Domain open() {
    return open(TestAuthority.peer());
  }

  static Domain open(TestAuthority.Leaf leaf) {
    return new Domain(
        leaf,
        new Attribute("defaultNamingContext", BASE),
        new Attribute(
            "supportedCapabilities", "1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670"));
  }

  /** A directory that is not Active Directory. */
  static Domain other() {
    return new Domain(TestAuthority.peer());
  }

  /** The account svc, with these attributes beside what it always has: name, value, name, value. */
  Domain with(String... attributes) {
    return add(
        ENTRY, pairs(List.of("sAMAccountName", "svc", "userPassword", PASSWORD), attributes));
  }

  /** An account, identified by its name. */
  Domain holder(String name, String... attributes) {
    return add(
        "cn=" + name + ",ou=services," + BASE, pairs(List.of("sAMAccountName", name), attributes));
  }

  Domain add(String dn, String... attributes) {
    try {
      if (dn.contains("ou=services") && server.getEntry("ou=services," + BASE) == null) {
        server.add(
            "ou=services," + BASE,
            new Attribute("objectClass", "organizationalUnit"),
            new Attribute("ou", "services"));
      }
      com.unboundid.ldap.sdk.Entry entry = new com.unboundid.ldap.sdk.Entry(dn);
      entry.addAttribute("objectClass", "user");
      for (int i = 0; i < attributes.length; i += 2) {
        entry.addAttribute(attributes[i], attributes[i + 1]);
      }
      server.add(entry);
      return this;
    } catch (LDAPException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] pairs(List<String> first, String... more) {
    return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Part of the directory that another server holds. */
  Domain elsewhere(String part, String url) {
    return add(part + "," + BASE, "objectClass", "referral", "ref", url);
  }

  /** Every bind is answered that way. */
  Domain refuses(int code, String diagnostic, String... referrals) {
    refusal = Optional.of(new LDAPException(ResultCode.valueOf(code), diagnostic, null, referrals));
    return this;
  }

  /** Every search of that base is answered that way; the base of the rootDSE's is empty. */
  Domain hides(String base, int code, String diagnostic, String... referrals) {
    refusals.put(base, new LDAPException(ResultCode.valueOf(code), diagnostic, null, referrals));
    return this;
  }

  /** The names of all binds so far. */
  List<String> binds() {
    return List.copyOf(binds);
  }

  /** All searches so far but the rootDSE's: base, scope, filter. */
  List<String> searches() {
    return List.copyOf(searches);
  }

  Attempt attempt(String user) {
    return attempt(user, PASSWORD, Messages.settings("uni.edu"));
  }

  Attempt attempt(String user, String password, LdapsSettings settings) {
    return attempt(Account.of(user, ""), password, settings, CertificatePolicy.VERIFY);
  }

  Attempt attempt(
      Account account, String password, LdapsSettings settings, CertificatePolicy certificate) {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getListenPort());
    return Prober.attempt(
        new LdapsProtocol(),
        settings,
        Probes.session(
            Probes.route(at, Transport.TCP),
            Duration.ofSeconds(20),
            Probes.policy(certificate),
            account,
            password));
  }

  /** As another rule's login has the account. */
  Attempt attempt(Logins logins, Account account) {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getListenPort());
    Route route = Probes.route(at, Transport.TCP);
    return Prober.attempt(
        new LdapsProtocol(),
        Messages.settings("uni.edu"),
        Probes.session(
            route,
            Duration.ofSeconds(20),
            Probes.policy(CertificatePolicy.VERIFY),
            Probes.access(logins, account, PASSWORD, route)));
  }

  /** Waits until its rootDSE was read, and so long that a connection counts as idle; ends all. */
  void endIdleConnections() throws InterruptedException {
    if (!asked.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the rootDSE was not read");
    }
    Thread.sleep(1200);
    server.closeAllConnections(false);
  }

  @Override
  public void close() {
    server.shutDown(true);
  }

  private final class Interceptor extends InMemoryOperationInterceptor {
    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest bind)
        throws LDAPException {
      String name = bind.getRequest().getBindDN();
      binds.add(name);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      if (name.indexOf('=') < 0) {
        bind.setRequest(
            new SimpleBindRequest(ENTRY, bind.getRequest().getPassword().stringValue()));
      }
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest search) throws LDAPException {
      String base = search.getRequest().getBaseDN();
      if (base.isEmpty()) {
        asked.countDown();
      } else {
        searches.add(
            base + " " + search.getRequest().getScope() + " " + search.getRequest().getFilter());
      }
      if (refusals.containsKey(base)) {
        throw refusals.get(base);
      }
    }
  }
}

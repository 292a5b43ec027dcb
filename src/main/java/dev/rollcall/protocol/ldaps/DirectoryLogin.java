package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Binds once, then reads what the product needs: the base, the account itself, and the accounts
 * with the service's name. Writes nothing and follows no referral.
 */
final class DirectoryLogin {
  private static final int BIND = 4;
  private static final int MOST_NAMESAKES = 5;

  private final Session session;
  private final LdapsSettings settings;
  private final Quotes quotes;
  private LdapMessages messages;
  private RootDse rootDse;
  private boolean sawRootDse;

  DirectoryLogin(Session session, LdapsSettings settings, LdapMessages messages, RootDse rootDse) {
    this.session = session;
    this.settings = settings;
    this.messages = messages;
    this.rootDse = rootDse;
    this.quotes = RootDseReport.quotes(session, settings);
  }

  /**
   * Sends the credentials.
   *
   * @param name to bind with
   */
  void hold(Account account, String name, Secret secret) throws IOException, ProbeException {
    messages = session.credentials().usable(messages, () -> LdapsProtocol.connect(session));
    bind(account, name, secret);
    session.observe(
        "ldap.login",
        quotes.name(account.given())
            + (name.equals(account.given()) ? "" : ", as " + quotes.name(name)));
    Searches searches = new Searches(messages, session.deadline(), quotes);
    if (rootDse.attributes().isEmpty()) {
      readAgain(searches);
    }
    look(account, searches);
  }

  /** The connection that it used last. */
  LdapMessages messages() {
    return messages;
  }

  /** Whether the rootDSE, hidden before, is visible after the login. */
  boolean sawRootDse() {
    return sawRootDse;
  }

  /** Many directories show it only after a login. */
  private void readAgain(Searches searches) throws IOException, ProbeException {
    Instant askedAt = Instant.now();
    long asked = System.nanoTime();
    Optional<RootDse> found = searches.rootDse().map(RootDse::new);
    if (found.isPresent() && !found.get().attributes().isEmpty()) {
      rootDse = found.get();
      sawRootDse = true;
      RootDseReport report = new RootDseReport(session, settings);
      report.tell(rootDse, askedAt, Duration.ofNanos(System.nanoTime() - asked));
      report.judge(rootDse);
    }
  }

  /** Where to search, if the site file does not say. */
  private Optional<String> context(Account account) {
    return rootDse.context(
        settings.domain(), Optional.of(account.given()).filter(BindName::distinguished));
  }

  private void bind(Account account, String name, Secret secret)
      throws IOException, ProbeException {
    byte[] password = secret.utf8();
    try {
      messages.write(BIND, new BindRequestProtocolOp(name, password));
    } finally {
      Arrays.fill(password, (byte) 0);
    }
    if (messages.answer(BIND) instanceof BindResponseProtocolOp answer) {
      LdapResult result = LdapResult.of(answer);
      if (result.code() != ResultCode.SUCCESS_INT_VALUE) {
        if (BindRefusal.isDefinite(result.code())) {
          session.credentials().answered();
        }
        throw BindRefusal.of(quotes.name(account.given()), result, quotes);
      }
      session.credentials().accepted();
    } else {
      throw ProbeException.unexpected("the bind is answered with another operation's result");
    }
  }

  private void look(Account account, Searches searches) throws IOException, ProbeException {
    Optional<String> base = settings.base().or(() -> context(account));
    if (base.isEmpty()) {
      session.observe(
          new Observation.Note(
              "the directory names no naming context, so that nothing could be searched"));
      return;
    }
    try {
      base(base.get(), searches);
      self(account, base.get(), searches);
      if (settings.service().isPresent()
          && settings.sso().isPresent()
          && rootDse.activeDirectory()) {
        new ServicePrincipal(session, settings.service().get())
            .find(searches, context(account).orElse(base.get()));
      }
    } finally {
      if (!searches.references().isEmpty()) {
        session.observe("ldap.references", LdapResult.leads(searches.references(), quotes));
      }
    }
  }

  /** "1.1" asks for no attribute (RFC 4511 §4.5.1.8). */
  private void base(String base, Searches searches) throws IOException, ProbeException {
    if (searches.at(base, "1.1").isEmpty()) {
      throw denied("the account is not shown " + quotes.name(base));
    }
    session.observe("ldap.base", quotes.name(base));
  }

  private void self(Account account, String base, Searches searches)
      throws IOException, ProbeException {
    Optional<LdapEntry> own =
        BindName.distinguished(account.given())
            ? searches.at(account.given(), DirectoryAccount.ATTRIBUTES).stream().findFirst()
            : namesake(account, base, searches);
    if (own.isPresent()) {
      new DirectoryAccount(own.get(), Instant.now()).tell(session);
    } else if (foreign(account)) {
      session.observe(
          new Observation.Note(
              account + " is an account of another domain, whose entry is not held here"));
    } else {
      throw denied("the account does not find its own entry below " + quotes.name(base));
    }
  }

  /** If the base does not contain the account, the whole domain is searched. */
  private Optional<LdapEntry> namesake(Account account, String base, Searches searches)
      throws IOException, ProbeException {
    Optional<LdapEntry> found = own(account, base, searches);
    Optional<String> whole = context(account).filter(context -> !context.equalsIgnoreCase(base));
    return found.isPresent() || whole.isEmpty() ? found : own(account, whole.get(), searches);
  }

  /** Active Directory looks for the principal name first, then for the account's. */
  private Optional<LdapEntry> own(Account account, String base, Searches searches)
      throws IOException, ProbeException {
    List<String> principals = new ArrayList<>();
    if (account.given().indexOf('@') >= 0) {
      principals.add(account.given());
    }
    rootDse.domains().forEach(domain -> principals.add(account.name() + "@" + domain));
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.createEqualityFilter("sAMAccountName", account.name()));
    principals.forEach(
        name -> filters.add(Filter.createEqualityFilter(DirectoryAccount.PRINCIPAL, name)));
    List<LdapEntry> found =
        searches.below(
            base, MOST_NAMESAKES, Filter.createORFilter(filters), DirectoryAccount.ATTRIBUTES);
    return found.stream()
        .filter(
            entry ->
                entry.values(DirectoryAccount.PRINCIPAL).stream()
                    .anyMatch(own -> principals.stream().anyMatch(own::equalsIgnoreCase)))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /**
   * Whether the directory does not serve the account's domain, by its DNS name or its short one.
   */
  private boolean foreign(Account account) {
    String domain = account.domain().toLowerCase(Locale.ROOT);
    return !domain.isEmpty()
        && rootDse.domains().stream()
            .noneMatch(own -> own.equals(domain) || own.startsWith(domain + "."));
  }

  private static ProbeException denied(String why) {
    return ProbeException.of(
        FaultKind.DENIED,
        "the login succeeded, but " + why + ": it may not read there",
        Clue.ACCESS_DENIED);
  }
}

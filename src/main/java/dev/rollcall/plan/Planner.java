package dev.rollcall.plan;

import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.template.LoginTemplate;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.SettingsTemplate;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.probe.login.Account;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a catalogue's rules concrete. Pure: the same input gives the same plan. */
public final class Planner {
  private final Catalogue catalogue;
  private final Optional<Site> site;
  private final Vantage vantage;
  private final LocalDate today;
  private final Values values;
  private final RoutePlanner routes;
  private final List<Run.Remark> remarks = new ArrayList<>();
  private final List<String> absent;
  private final Optional<Servers> servers;

  private Planner(
      Catalogue catalogue,
      Optional<Site> site,
      Vantage vantage,
      HostIdentity here,
      LocalDate today) {
    ServerMatch self = ServerMatch.among(catalogue, site, here);
    this.catalogue = catalogue;
    this.site = site;
    this.vantage = vantage;
    this.today = today;
    this.values = Values.of(catalogue, site, self.server());
    this.routes = new RoutePlanner(values, vantage, site.flatMap(Site::proxy));
    if (vantage == Vantage.APPSANYWHERE) {
      absent = self.absent();
      servers = self.servers();
      self.objection().ifPresent(text -> remarks.add(new Run.Remark(Status.WARN, text)));
    } else {
      absent = List.of();
      servers = Optional.empty();
      self.here().ifPresent(server -> remarks.add(new Run.Remark(Status.WARN, within(server))));
    }
  }

  /**
   * Plans one run.
   *
   * @param site without it, rules that need its values are not configured
   * @param today decides which waivers have expired
   * @throws ComplaintException if a value of the site does not fit where the catalogue puts it
   */
  public static Plan plan(
      Catalogue catalogue, Optional<Site> site, Vantage vantage, HostIdentity here, LocalDate today)
      throws ComplaintException {
    return new Planner(catalogue, site, vantage, here, today).plan();
  }

  /** From a server, nothing shows what others reach. */
  private String within(Server server) {
    return "this host is a server of the site, "
        + server.name()
        + ": what is allowed or blocked from the vantage "
        + vantage.word()
        + " is not tested from here";
  }

  private Plan plan() throws ComplaintException {
    List<PlannedRule> rules = new ArrayList<>();
    for (RuleTemplate rule : catalogue.rules()) {
      if (rule.from().contains(vantage)) {
        rules.add(planned(rule));
      }
    }
    RealmNotes.of(catalogue, values, vantage).forEach(remarks::add);
    return new Plan(catalogue.name(), catalogue.title(), vantage, rules, remarks, absent, servers);
  }

  private PlannedRule planned(RuleTemplate rule) throws ComplaintException {
    Optional<Site.Amendment> amendment = site.map(s -> s.amendments().get(rule.id()));
    Port port = rule.port(values, vantage);
    RoutePlanner.Found found = routes.find(rule, port, amendment.flatMap(Site.Amendment::host));
    return new PlannedRule(rule(rule, amendment, port, found), work(rule, amendment, found));
  }

  private Work work(RuleTemplate rule, Optional<Site.Amendment> amendment, RoutePlanner.Found found)
      throws ComplaintException {
    Optional<String> reason =
        waiver(rule, amendment).or(() -> notApplicable(rule)).or(rule.applicability()::unprobed);
    if (reason.isPresent()) {
      return new Work.Skip(reason.get());
    }
    Set<String> missing = rule.missing(values, List.of(vantage));
    if (found.leadsNowhere()) {
      missing.addAll(found.missing());
      if (missing.isEmpty()) {
        return new Work.Skip(
            Evidence.Skipped.NOT_APPLICABLE + ": the site file names no other server");
      }
    }
    if (!missing.isEmpty()) {
      return new Work.NotConfigured(missing.stream().map(values::fillIn).distinct().toList());
    }
    return new Work.Probe(
        ask(rule.probing().ask()),
        found.destinations(),
        found.discovery(),
        rule.probing().login().flatMap(login -> login(login, amendment, found)),
        proxy(rule, found));
  }

  /** The rule's credentials from the site file; none if the user or the password is missing. */
  private Optional<PlannedLogin> login(
      LoginTemplate login, Optional<Site.Amendment> amendment, RoutePlanner.Found found) {
    Optional<String> user = values.texts(login.user()).stream().findFirst();
    Optional<SiteValue.Secret> password = values.secret(login.password());
    if (user.isEmpty() || password.isEmpty()) {
      half(user.isPresent(), login.user(), password.isPresent(), login.password());
      return Optional.empty();
    }
    Set<String> hosts = new LinkedHashSet<>(values.namedHosts());
    amendment.flatMap(Site.Amendment::host).ifPresent(hosts::add);
    Account account =
        login
            .realm()
            .flatMap(name -> values.texts(name).stream().findFirst())
            .map(realm -> Account.of(user.get(), realm))
            .orElseGet(() -> Account.onServer(user.get(), found.first()));
    return Optional.of(
        new PlannedLogin(
            account,
            password.get(),
            hosts,
            login.domain().flatMap(name -> values.texts(name).stream().findFirst())));
  }

  /** Says once that an account is not used, as one half of it is missing. */
  private void half(boolean user, String userName, boolean password, String passwordName) {
    if (user != password) {
      String set = user ? userName : passwordName;
      String missing = user ? passwordName : userName;
      Run.Remark remark =
          new Run.Remark(
              Status.PASS, set + " is set but " + missing + " is not: no login is tried");
      if (!remarks.contains(remark)) {
        remarks.add(remark);
      }
    }
  }

  /** The proxy for the rule, if it goes through it. */
  private Optional<Target> proxy(RuleTemplate rule, RoutePlanner.Found found) {
    Optional<Target> proxy = routes.proxy(rule, found);
    site.flatMap(Site::proxy)
        .filter(any -> proxy.isPresent())
        .ifPresent(
            one ->
                half(
                    one.user().isPresent(),
                    "proxy.user",
                    one.password().isPresent(),
                    "proxy.password"));
    return proxy;
  }

  private <S extends Record> Ask<S> ask(SettingsTemplate<S> template) throws ComplaintException {
    return new Ask<>(template.protocol(), template.bind(values));
  }

  /** Why the site file waives the rule today; an expired waiver becomes a remark. */
  private Optional<String> waiver(RuleTemplate rule, Optional<Site.Amendment> amendment) {
    Optional<String> reason = amendment.flatMap(Site.Amendment::skip);
    Optional<LocalDate> until = amendment.flatMap(Site.Amendment::until);
    if (reason.isPresent() && until.isPresent() && today.isAfter(until.get())) {
      remarks.add(
          new Run.Remark(
              Status.WARN,
              "the waiver of "
                  + rule.id()
                  + " expired on "
                  + until.get()
                  + " ("
                  + reason.get()
                  + "): the rule counts again; renew the waiver in the site file, or remove it"));
      return Optional.empty();
    }
    return reason.map(
        text ->
            Evidence.Skipped.WAIVED + until.map(day -> " until " + day).orElse("") + ": " + text);
  }

  private Optional<String> notApplicable(RuleTemplate rule) {
    return rule.excluded(values)
        .map(condition -> Evidence.Skipped.NOT_APPLICABLE + ": " + condition.value() + " is set")
        .or(() -> rule.unmet(values).map(this::notApplicable));
  }

  private String notApplicable(Condition unmet) {
    return site.isPresent()
        ? Evidence.Skipped.NOT_APPLICABLE + ": " + unmet.failure()
        : Evidence.Skipped.NOT_APPLICABLE + " until a site file sets " + unmet.value();
  }

  private Rule rule(
      RuleTemplate rule, Optional<Site.Amendment> amendment, Port port, RoutePlanner.Found found) {
    return new Rule(
        rule.id(),
        rule.group(),
        rule.from(),
        found.description(),
        port,
        rule.probing().ask().protocol().name(),
        rule.usage(),
        judging(rule, amendment, found),
        rule.note(),
        rule.advice().sentence(values),
        Optional.of(request(rule, amendment)));
  }

  /** What change requests say of the rule: its own, else the site's. */
  private RequestDetails request(RuleTemplate rule, Optional<Site.Amendment> amendment) {
    return amendment
        .map(Site.Amendment::request)
        .orElse(RequestDetails.NONE)
        .orElse(site.map(Site::request).orElse(RequestDetails.NONE))
        .with(rule.probing().ask().protocol().serviceNames());
  }

  private Rule.Judging judging(
      RuleTemplate rule, Optional<Site.Amendment> amendment, RoutePlanner.Found found) {
    RuleTemplate.Judging judging = rule.judging();
    return new Rule.Judging(
        // A relay of the site may have a certificate of the site's own CA.
        judging.external() && !found.replaced(),
        amendment
            .flatMap(Site.Amendment::addresses)
            .or(() -> judging.addresses().of(values))
            .orElse(AddressPolicy.ALL),
        amendment
            .flatMap(Site.Amendment::certificate)
            .or(() -> judging.certificate().of(values))
            .orElse(CertificatePolicy.VERIFY),
        judging.rotating(),
        judging.retired(),
        judging.keeper().of(values, vantage),
        judging.absent(),
        expectation(judging),
        judging.severity().of(values).orElse(Severity.REQUIRED));
  }

  /** Only from outside does an unpublished server count as good. */
  private Expectation expectation(RuleTemplate.Judging judging) {
    return judging.expectation() instanceof Expectation.Blocked blocked
            && vantage != Vantage.OUTSIDE
        ? new Expectation.Blocked(blocked.kinds(), blocked.control(), false)
        : judging.expectation();
  }
}

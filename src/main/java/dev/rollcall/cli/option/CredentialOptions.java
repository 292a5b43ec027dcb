package dev.rollcall.cli.option;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.plan.Plan;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.run.secret.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a run may use the site file's credentials, and these. */
public final class CredentialOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--allow-credentials",
      description = "Use the site file's credentials for a catalogue given with --checks, too.")
  private boolean allow;

  /**
   * The plan without logins, if it may use none.
   *
   * @throws ParameterException if {@code --allow-credentials} does nothing
   */
  public Plan permitted(Plan plan, PlanOptions what) {
    if (allow && what.ownCatalogue()) {
      throw new ParameterException(
          spec.commandLine(),
          "--allow-credentials needs --checks FILE: Rollcall's own catalogue always uses the site"
              + " file's credentials");
    }
    return what.permitted(plan, allow);
  }

  /** The site's proxy, without its credentials for a catalogue that is not Rollcall's own. */
  public Optional<Site.ProxySetting> proxy(Optional<Site> site, PlanOptions what) {
    return site.flatMap(Site::proxy)
        .map(one -> allow || what.ownCatalogue() ? one : one.withoutCredentials());
  }

  /**
   * The credentials of the plan's rules.
   *
   * @param proxy the site's, whose credentials are fetched if a rule goes through it
   * @param history a folder that stores rejected logins
   * @throws ComplaintException with every missing secret
   * @throws ParameterException if rejected logins cannot be stored
   */
  public Keyring keyring(
      Map<String, String> environment,
      Plan plan,
      Optional<Site.ProxySetting> proxy,
      Optional<Path> history)
      throws ComplaintException {
    try {
      return new Credentials(environment).keyring(plan, proxy, history);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}

package dev.rollcall.run.secret;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.yaml.Complaint;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.files.FileReason;
import dev.rollcall.files.InputFile;
import dev.rollcall.history.failedlogins.FailedLogins;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedLogin;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.ProxyAccess;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches the secrets that a plan needs, from where the site file says. */
public final class Credentials {
  /** Where systemd puts a service's credentials. */
  private static final String DIRECTORY = "CREDENTIALS_DIRECTORY";

  /** As they stand in the site file. */
  private static final Comparator<Complaint> IN_ORDER =
      Comparator.comparing(Complaint::line).thenComparing(Complaint::column);

  private final Map<String, String> environment;

  public Credentials(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Every missing secret, with its place in the site file. */
  public List<Complaint> missing(Plan plan, Optional<Site.ProxySetting> proxy) {
    List<Complaint> complaints = new ArrayList<>();
    secrets(withProxy(plan, proxy), complaints);
    complaints.sort(IN_ORDER);
    return complaints;
  }

  /**
   * The credentials of the plan's rules.
   *
   * @param proxy the site's proxy, whose credentials are fetched if a rule goes through it
   * @param history a folder that stores rejected logins, in addition to the user's state folder
   * @throws ComplaintException with every missing secret
   * @throws IOException with a sentence for the user, if rejected logins cannot be stored
   */
  public Keyring keyring(Plan plan, Optional<Site.ProxySetting> proxy, Optional<Path> history)
      throws ComplaintException, IOException {
    List<Complaint> complaints = new ArrayList<>();
    Map<String, PlannedLogin> logins = withProxy(plan, proxy);
    Map<SiteValue.Secret, Secret> secrets = secrets(logins, complaints);
    if (!complaints.isEmpty()) {
      complaints.sort(IN_ORDER);
      throw new ComplaintException(complaints);
    }
    boolean tls = proxy.filter(Site.ProxySetting::tls).isPresent();
    boolean clear = proxy.filter(Site.ProxySetting::allowClear).isPresent();
    if (logins.isEmpty()) {
      return new Keyring(
          new Logins(LoginNotes.NONE), Map.of(), new ProxyAccess(tls, clear, Optional.empty()));
    }
    Map<String, Grant> grants = new HashMap<>();
    logins.forEach(
        (rule, login) -> {
          Secret secret = secrets.get(login.password());
          if (secret != null) {
            grants.put(
                rule, new Grant(rule, login.account(), secret, login.hosts(), login.domain()));
          }
        });
    FailedLogins rejections = FailedLogins.open(StateFolder.of(environment), history);
    Logins attempts = new Logins(rejections);
    Optional<Access> access =
        Optional.ofNullable(grants.remove(ProxyAccess.RULE))
            .map(grant -> new Access(attempts, grant));
    return new Keyring(attempts, grants, new ProxyAccess(tls, clear, access));
  }

  /** The plan's logins, and the proxy's where a rule goes through it. */
  private static Map<String, PlannedLogin> withProxy(Plan plan, Optional<Site.ProxySetting> proxy) {
    Map<String, PlannedLogin> logins = logins(plan);
    boolean through =
        plan.rules().stream()
            .anyMatch(
                planned -> planned.work() instanceof Work.Probe probe && probe.proxy().isPresent());
    if (through && proxy.isPresent()) {
      Site.ProxySetting one = proxy.get();
      if (one.user().isPresent() && one.password().isPresent()) {
        String host = one.target().host();
        logins.put(
            ProxyAccess.RULE,
            new PlannedLogin(
                Account.onServer(one.user().get(), host),
                one.password().get(),
                Set.of(host),
                Optional.empty()));
      }
    }
    return logins;
  }

  private Map<SiteValue.Secret, Secret> secrets(
      Map<String, PlannedLogin> logins, List<Complaint> complaints) {
    Map<SiteValue.Secret, Secret> secrets = new HashMap<>();
    Set<SiteValue.Secret> missing = new HashSet<>();
    for (PlannedLogin login : logins.values()) {
      SiteValue.Secret wanted = login.password();
      if (!secrets.containsKey(wanted) && !missing.contains(wanted)) {
        try {
          secrets.put(wanted, fetch(wanted.reference()));
        } catch (IOException e) {
          missing.add(wanted);
          complaints.add(wanted.complaint(String.valueOf(e.getMessage())));
        }
      }
    }
    return secrets;
  }

  /** The plan's credentials by rule id. */
  public static Map<String, PlannedLogin> logins(Plan plan) {
    Map<String, PlannedLogin> logins = new HashMap<>();
    for (PlannedRule planned : plan.rules()) {
      if (planned.work() instanceof Work.Probe probe) {
        probe.login().ifPresent(login -> logins.put(planned.rule().id(), login));
      }
    }
    return logins;
  }

  private Secret fetch(SecretReference reference) throws IOException {
    return fetch(reference, "the password");
  }

  /**
   * A secret.
   *
   * @param what the secret is, for sentences, such as "the password"
   * @throws IOException with a sentence for the user, which does not hold the secret
   */
  public Secret fetch(SecretReference reference, String what) throws IOException {
    if (reference instanceof SecretReference.Environment variable) {
      String value = environment.getOrDefault(variable.name(), "");
      if (value.isEmpty()) {
        throw new IOException(
            "the environment variable " + variable.name() + " is not set; export it first");
      }
      return new Secret(value.toCharArray());
    }
    if (reference instanceof SecretReference.Credential credential) {
      String directory = environment.getOrDefault(DIRECTORY, "");
      if (directory.isEmpty()) {
        throw new IOException(
            "there are no credentials of a systemd service ("
                + DIRECTORY
                + " is not set); run as that service, with LoadCredential="
                + credential.name()
                + ":PATH");
      }
      // systemd itself restricts who may read these, with access lists.
      return read(path(directory).resolve(credential.name()), "LoadCredential= it", what);
    }
    Path file = ((SecretReference.File) reference).path();
    if (isOpen(file)) {
      throw new IOException(file + " may be read by others; try: chmod 600 " + file);
    }
    return read(file, "create it, with " + what + " as its only line, mode 600", what);
  }

  private static boolean isOpen(Path file) {
    try {
      return PrivateFile.isOpen(file);
    } catch (IOException e) {
      // Reading it reports the error.
      return false;
    }
  }

  private static Path path(String text) throws IOException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IOException(DIRECTORY + " " + FileReason.of(e), e);
    }
  }

  /**
   * A secret from a file of one line.
   *
   * @param remedy what to do where the file is missing
   * @param what the secret is, for sentences, such as "the password"
   * @throws IOException with a sentence for the user, which does not hold the secret
   */
  public static Secret read(Path file, String remedy, String what) throws IOException {
    byte[] bytes;
    try {
      bytes = PrivateFile.read(file);
    } catch (NoSuchFileException e) {
      throw new IOException(
          FileReason.undecoded(file.toString())
              .map(why -> file + " was not read: " + why)
              .orElse("there is no file " + file + "; " + remedy),
          e);
    } catch (IOException e) {
      throw new IOException(file + " does not give " + what + ": " + InputFile.reason(e), e);
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] characters = new char[text.remaining()];
      text.get(characters);
      if (characters.length == 0) {
        throw new IOException(file + " is empty; put " + what + " into it");
      }
      for (char each : characters) {
        if (each == '\n' || each == '\r' || each == 0) {
          throw new IOException(file + " has several lines; it must hold " + what + " alone");
        }
      }
      return new Secret(characters);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8 text", e);
    }
  }
}

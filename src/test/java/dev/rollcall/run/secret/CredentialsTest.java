package dev.rollcall.run.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Planner;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.run.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets are read from where the site file says; if not, the message gives the reason and the
 * place.
 */
class CredentialsTest {
  private static final String PLANTED = "Planted-\u00fc 4711";

  @TempDir private Path folder;

  private Site site(String password) throws Exception {
    String text =
        Files.readString(Path.of("checks/site.example.yaml"))
            .replace("# user: svc-appsanywhere", "user: UNI\\svc-appsanywhere")
            .replace("# password: {file: ldap.password}", "password: " + password);
    Path file = Files.writeString(folder.resolve("site.yaml"), text);
    return Sites.read(file, catalogue());
  }

  private static Catalogue catalogue() throws ComplaintException {
    return Catalogues.shipped(Protocols.ALL.byName());
  }

  private Plan plan(String password) throws Exception {
    HostIdentity here = new HostIdentity(Set.of("appsanywhere01.uni.edu"), Set.of(), Map.of());
    LocalDate today = LocalDate.of(2026, 11, 23);
    return Planner.plan(
        catalogue(), Optional.of(site(password)), Vantage.APPSANYWHERE, here, today);
  }

  private Keyring keyring(String password, Map<String, String> environment) throws Exception {
    Map<String, String> own = new HashMap<>(environment);
    own.putIfAbsent("XDG_STATE_HOME", folder.resolve("state").toString());
    return new Credentials(own)
        .keyring(plan(password), Optional.empty(), Optional.of(folder.resolve("history")));
  }

  private String complaint(String password, Map<String, String> environment) {
    ComplaintException thrown =
        assertThrows(ComplaintException.class, () -> keyring(password, environment));
    String said = String.valueOf(thrown.getMessage());
    assertTrue(said.startsWith(folder.resolve("site.yaml") + ":"), said);
    assertTrue(said.matches("(?s).*:[0-9]+:[0-9]+: directory\\.password: .*"), said);
    assertEquals(1, said.lines().count(), said);
    return said;
  }

  private void file(String name, String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void assertPlanted(Keyring keyring) {
    Grant grant = keyring.grants().get("ad.ldaps");
    assertArrayEquals(PLANTED.toCharArray(), grant.secret().reveal());
    assertEquals("UNI\\svc-appsanywhere", grant.account().toString());
    assertTrue(grant.covers("dc2.uni.edu") && grant.covers("dc7.uni.edu"));
    assertFalse(grant.covers("dc1.attacker.example"));
    assertEquals(Set.of("ad.ldaps", "ad.kerberos"), keyring.grants().keySet());
  }

  @Test
  void fromTheEnvironment() throws Exception {
    assertPlanted(keyring("{env: X_PASSWORD}", Map.of("X_PASSWORD", PLANTED)));
  }

  @ParameterizedTest
  @CsvSource({"'', rw-------", "'\n', r--------", "'\r\n', rw-------"})
  void fromAFileWithoutItsLineEnd(String end, String mode) throws Exception {
    file("x.password", PLANTED + end, mode);
    assertPlanted(keyring("{file: x.password}", Map.of()));
  }

  @Test
  void fromACredentialOfTheService() throws Exception {
    file("ldap", PLANTED, "r--r-----");
    assertPlanted(
        keyring("{credential: ldap}", Map.of("CREDENTIALS_DIRECTORY", folder.toString())));
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void aFileThatOthersMayTouchIsRefused(String mode) throws Exception {
    file("x.password", PLANTED, mode);
    String said = complaint("{file: x.password}", Map.of());
    Path file = folder.resolve("x.password");
    assertTrue(said.endsWith(file + " may be read by others; try: chmod 600 " + file), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{env: X_PASSWORD} | the environment variable X_PASSWORD is not set; export it first",
        "{file: none} | there is no file FOLDER/none; create it, with the password as its only"
            + " line, mode 600",
        "{file: empty} | FOLDER/empty is empty; put the password into it",
        "{file: two} | FOLDER/two has several lines; it must hold the password alone",
        "{file: blank} | FOLDER/blank has several lines; it must hold the password alone",
        "{file: huge} | FOLDER/huge does not give the password: it has more than 4096 bytes",
        "{file: spread} | FOLDER/spread does not give the password: it has more than 4096 bytes",
        "{file: .} | FOLDER/. does not give the password: this is a folder: name a file in it",
        "{file: pipe} | FOLDER/pipe does not give the password: this is a named pipe, a socket or a"
            + " device, and reading it could wait for ever: name a file, or /dev/stdin",
        "{file: latin} | FOLDER/latin is not UTF-8 text",
        "{credential: x} | there are no credentials of a systemd service (CREDENTIALS_DIRECTORY is"
            + " not set); run as that service, with LoadCredential=x:PATH"
      })
  void aMissingSecretIsReportedWithTheRemedy(String reference, String said) throws Exception {
    file("empty", "\n", "rw-------");
    file("two", PLANTED + "\n" + PLANTED, "rw-------");
    file("blank", PLANTED + "\n\n", "rw-------");
    file("huge", "x".repeat(4097), "rw-------");
    file("spread", PLANTED + "\n".repeat(5000) + PLANTED, "rw-------");
    Process pipe =
        new ProcessBuilder("mkfifo", "-m", "600", folder.resolve("pipe").toString()).start();
    assertEquals(0, pipe.waitFor());
    Files.write(folder.resolve("latin"), new byte[] {(byte) 0xfc, 'x'});
    Files.setPosixFilePermissions(
        folder.resolve("latin"), PosixFilePermissions.fromString("rw-------"));
    String complaint = complaint(reference, Map.of());
    assertTrue(complaint.endsWith(": " + said.replace("FOLDER", folder.toString())), complaint);
    // The folder's name is made of random digits.
    assertFalse(complaint.replace(folder.toString(), "").contains("4711"), complaint);
  }

  /** Accounts of SQL Server, of a relay and of a proxy are the server's own. */
  @Test
  void anAccountIsTheDomainsOrTheServers() throws Exception {
    String text =
        """
        servers: [appsanywhere01.uni.edu]
        service: {url: https://appsanywhere.uni.edu}
        sql: {host: 10.1.2.3, user: sa, password: {env: X}}
        directory: {host: dc1.uni.edu, domain: uni.edu, realm: UNI.EDU, user: svc, password: {env: X}}
        files: {unc: '\\\\fs.uni.edu\\packages', user: 'UNI\\svc', password: {env: X}}
        mail: {host: smtp.sendgrid.net, auth: required, user: apikey, password: {env: X}}
        proxy: {url: 'http://proxy.uni.edu:3128', user: squid, password: {env: X}}
        """;
    Site site = Sites.read(Files.writeString(folder.resolve("site.yaml"), text), catalogue());
    HostIdentity here = new HostIdentity(Set.of("appsanywhere01.uni.edu"), Set.of(), Map.of());
    Plan plan =
        Planner.plan(
            catalogue(), Optional.of(site), Vantage.APPSANYWHERE, here, LocalDate.of(2026, 11, 23));
    Map<String, String> keys = new HashMap<>();
    Keyring keyring =
        new Credentials(Map.of("X", PLANTED, "XDG_STATE_HOME", folder.resolve("state").toString()))
            .keyring(plan, site.proxy(), Optional.empty());
    keyring.grants().forEach((rule, grant) -> keys.put(rule, grant.account().key()));
    assertEquals(
        Map.of(
            "sql.tds", "sa@10.1.2.3",
            "ad.ldaps", "svc@uni",
            "ad.kerberos", "svc@uni",
            "files.smb", "svc@uni",
            "mail.smtp", "apikey@smtp.sendgrid.net"),
        keys);
    assertEquals(
        "squid@proxy.uni.edu", keyring.proxy().access().orElseThrow().grant().account().key());
  }

  @Test
  void aMissingCredentialIsNamed() {
    String said =
        complaint("{credential: nope}", Map.of("CREDENTIALS_DIRECTORY", folder.toString()));
    assertTrue(said.contains("there is no file " + folder.resolve("nope")), said);
  }

  @Test
  void withoutCredentialsNoFolderIsMade() throws Exception {
    Keyring keyring = keyring("~", Map.of());
    assertEquals(Map.of(), keyring.grants());
    assertFalse(Files.exists(folder.resolve("history")));
    assertFalse(Files.exists(folder.resolve("state")));
  }

  /** Without it, runs with different histories would not know of each other's logins. */
  @Test
  void aStateFolderThatCannotBeWrittenIsAnError() throws Exception {
    Path state = Files.writeString(folder.resolve("none"), "");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                keyring(
                    "{env: X_PASSWORD}",
                    Map.of("X_PASSWORD", PLANTED, "XDG_STATE_HOME", state.toString())));
    String said = String.valueOf(thrown.getMessage());
    assertTrue(said.contains(state.resolve("rollcall").toString()), said);
    assertTrue(said.contains("set XDG_STATE_HOME"), said);
  }

  @Test
  void aPasswordWithoutAUserIsASlip() throws Exception {
    String text =
        Files.readString(Path.of("checks/site.example.yaml"))
            .replace("# password: {file: ldap.password}", "password: {env: X}");
    Path file = Files.writeString(folder.resolve("site.yaml"), text);
    String said =
        String.valueOf(
            assertThrows(ComplaintException.class, () -> Sites.read(file, catalogue()))
                .getMessage());
    assertTrue(
        said.contains(
            "directory.password is set and directory.user is not; name the user of this password"),
        said);
  }

  @Test
  void aPasswordOfTheProxyWithoutAUserIsOneToo() throws Exception {
    String text =
        Files.readString(Path.of("checks/site.example.yaml"))
            + "\nproxy: {url: 'http://proxy.uni.edu:3128', password: {env: X}}\n";
    Path file = Files.writeString(folder.resolve("site.yaml"), text);
    String said =
        String.valueOf(
            assertThrows(ComplaintException.class, () -> Sites.read(file, catalogue()))
                .getMessage());
    assertTrue(said.contains("proxy.password is set and proxy.user is not; name the user"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "STATE_DIRECTORY, /var/lib/rollcall:/var/lib/other, /var/lib/rollcall",
    "XDG_STATE_HOME, /home/x/state, /home/x/state/rollcall",
    "LOCALAPPDATA, /x/local, /x/local/rollcall"
  })
  void theStateFolder(String variable, String value, String folder) throws IOException {
    assertEquals(Path.of(folder), StateFolder.of(Map.of(variable, value)));
  }

  @Test
  void theStateFolderOfAUser() throws IOException {
    assertEquals(
        Path.of(System.getProperty("user.home"), ".local", "state", "rollcall"),
        StateFolder.of(Map.of()));
  }

  /** As in a container that runs with any user's number: Java's home folder is a question mark. */
  @Test
  void theStateFolderOfAUserWithoutAnEntry() throws IOException {
    assertEquals(
        Path.of("/home/x/.local/state/rollcall"),
        StateFolder.of(Map.of("HOME", "/home/x", "XDG_STATE_HOME", "relative"), "?"));
    String said =
        String.valueOf(
            assertThrows(IOException.class, () -> StateFolder.of(Map.of("HOME", "?"), "?"))
                .getMessage());
    assertTrue(said.contains("this user has no home folder: set XDG_STATE_HOME"), said);
  }

  /** As a name that the locale does not know: this one no locale knows. */
  @ParameterizedTest
  @ValueSource(strings = {"STATE_DIRECTORY", "XDG_STATE_HOME", "LOCALAPPDATA", "HOME"})
  void aStateFolderThatIsNoPathIsNamed(String variable) {
    String said =
        String.valueOf(
            assertThrows(IOException.class, () -> StateFolder.of(Map.of(variable, "/home/x\0"), ""))
                .getMessage());
    assertEquals(
        "failed logins cannot be stored: " + variable + " (/home/x\\u0000) is not a path", said);
  }

  @Test
  void aHomeFolderThatIsNoPathIsNamed() {
    String said =
        String.valueOf(
            assertThrows(IOException.class, () -> StateFolder.of(Map.of(), "/home/x\0"))
                .getMessage());
    assertTrue(said.contains("this user's home folder (/home/x"), said);
  }

  @Test
  void aFolderOfCredentialsThatIsNoPathIsNamed() {
    String said = complaint("{credential: x}", Map.of("CREDENTIALS_DIRECTORY", "/run/x\0"));
    assertTrue(said.endsWith("CREDENTIALS_DIRECTORY is not a path"), said);
  }
}

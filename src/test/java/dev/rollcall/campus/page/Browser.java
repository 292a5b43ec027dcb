package dev.rollcall.campus.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium that reaches no network. */
final class Browser implements AutoCloseable {
  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts it.
   *
   * @param profile a folder of its own
   */
  static Browser start(Path profile) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--disable-sync",
        "--disable-extensions",
        "--hide-scrollbars",
        "--no-first-run",
        "--no-pings",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--lang=en",
        "--user-data-dir=" + profile);
    // Else Selenium would look for a driver, and download one.
    System.setProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
    return new Browser(new ChromeDriver(options));
  }

  /** Opens a file, or a place in it. */
  void open(Path file, String place) {
    // Another address than the last one, so that the page is loaded and not only scrolled.
    driver.get("about:blank");
    driver.get(file.toUri() + place);
  }

  /** How wide the window is, and what the reader prefers. */
  void look(int width, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Whether pages may run scripts. */
  void scripts(boolean allowed) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** How many of these a reader sees. */
  long visible(String selector) {
    return (Long)
        driver.executeScript(
            "return [...document.querySelectorAll(arguments[0])]"
                + ".filter(one => one.checkVisibility()).length",
            selector);
  }

  Object run(String script) {
    return driver.executeScript(script);
  }

  /** What the console complained of since the last call. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** What axe-core finds wrong, a line each. */
  @SuppressWarnings("unchecked")
  List<String> barriers() throws IOException {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run().then(all => done(all.violations.map(one => one.id + ': '"
                + " + one.nodes.slice(0, 5).map(node => node.target + ' ' + node.failureSummary)"
                + ".join('; '))));");
    return (List<String>) found;
  }

  private static String axe() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      if (in == null) {
        throw new IOException("axe.min.js is not among the tests' libraries");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The page on paper. */
  byte[] print() {
    Map<String, Object> printed =
        driver.executeCdpCommand("Page.printToPDF", Map.of("printBackground", true));
    return Base64.getDecoder().decode((String) printed.get("data"));
  }

  /** What the window shows. */
  void shoot(Path file) throws IOException {
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** The whole page, however long. */
  void shootWhole(Path file) throws IOException {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
    Files.write(file, Base64.getDecoder().decode((String) shot.get("data")));
  }

  @Override
  public void close() {
    driver.quit();
  }
}

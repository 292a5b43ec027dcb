package dev.rollcall.campus.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.page.HtmlReport;
import dev.rollcall.sample.RunBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * The page of {@code demo} as a person uses it, in a headless Chromium that reaches no network.
 * Screenshots and the print are left in {@code target/page}.
 */
@Tag("campus")
class PageIT {
  private static final Path SHOTS = Campus.JAR.resolveSibling("page");
  private static final Path PAGE = SHOTS.resolve("demo.html");
  private static final Path RUN = SHOTS.resolve("demo.json");
  private static final String FAILED = "sql.tds";

  private static Browser browser;

  @BeforeAll
  static void start(@TempDir Path profile) throws Exception {
    Files.createDirectories(SHOTS);
    Process demo =
        new ProcessBuilder(
                Campus.JAVA,
                "-jar",
                Campus.JAR.toString(),
                "demo",
                "--report",
                "html=" + PAGE,
                "--report",
                "json=" + RUN)
            .redirectErrorStream(true)
            .redirectOutput(SHOTS.resolve("demo.txt").toFile())
            .start();
    browser = Browser.start(profile);
    assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, demo.exitValue());
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @AfterEach
  void nothingIsComplainedOf() {
    assertEquals(List.of(), browser.complaints());
  }

  private static long shown() {
    return browser.visible("details.rule");
  }

  @Test
  void filters() {
    browser.look(1280, false);
    browser.open(PAGE, "");
    long all = shown();
    assertTrue(all > 30, () -> "rules: " + all);
    for (String status : List.of("pass", "warn", "skipped", "inconclusive")) {
      browser.find("#filter input[value=" + status + "]").click();
    }
    assertEquals(3, shown());
    assertEquals("3 of " + all + " rules", browser.find("#shown").getText());
    browser.find("#filter button[type=reset]").click();
    browser.find("#filter input[type=search]").sendKeys("kerberos udp");
    assertTrue(shown() > 0 && shown() < 10, () -> "rules: " + shown());
    // A link to a rule that is not shown shows it.
    browser.run("location.hash = '#rule-" + FAILED + "'");
    assertTrue(browser.find("#rule-" + FAILED.replace(".", "\\.")).isDisplayed());
    assertEquals(all, shown());
  }

  @Test
  void sorts() {
    browser.look(1280, false);
    browser.open(PAGE, "");
    String before = order();
    browser.find("#filter select[name=sort] option[value=name]").click();
    String byName = order();
    assertTrue(byName.contains("sql.browser sql.tds"), byName);
    browser.find("#filter select[name=sort] option[value=time]").click();
    assertEquals(
        true,
        browser.run(
            "return [...document.querySelectorAll('section.table')].every(table => {"
                + " const times = [...table.querySelectorAll('details.rule')]"
                + ".map(rule => Number(rule.dataset.time));"
                + " return times.every((time, i) => i === 0 || time <= times[i - 1]); })"));
    assertNotEquals(byName, order());
    browser.find("#filter button[type=reset]").click();
    assertEquals(before, order());
  }

  /** The ids of the rules, in the order of the page. */
  private static String order() {
    return String.valueOf(
        browser.run(
            "return [...document.querySelectorAll('details.rule summary b')]"
                + ".map(name => name.textContent).join(' ')"));
  }

  @Test
  void linksLeadToRulesAndCauses() {
    browser.look(1280, false);
    browser.open(PAGE, "#rule-" + FAILED);
    WebElement rule = browser.find("#rule-sql\\.tds");
    assertTrue(rule.isDisplayed());
    assertTrue(rule.getText().contains("firewall team"), rule::getText);
    browser.find("#rule-sql\\.tds a.kind").click();
    assertTrue(browser.find("#cause-dropped").isDisplayed());
    // What it copies is the browser's; that nothing is complained of is ours.
    browser.run("document.querySelector('#rule-sql\\\\.tds button.copy').click()");
  }

  @Test
  void theThemeCanBeSwitched() {
    browser.look(1280, true);
    browser.open(PAGE, "");
    String dark = browser.find("body").getCssValue("background-color");
    assertEquals("Light", browser.find("#theme").getText());
    browser.find("#theme").click();
    assertEquals("Dark", browser.find("#theme").getText());
    assertFalse(browser.find("body").getCssValue("background-color").equals(dark));
    browser.run("localStorage.clear()");
  }

  @Test
  void isPrinted() throws Exception {
    browser.look(1280, true);
    browser.open(PAGE, "");
    byte[] pdf = browser.print();
    Files.write(SHOTS.resolve("demo.pdf"), pdf);
    assertTrue(new String(pdf, 0, 5, UTF_8).startsWith("%PDF-"));
    assertTrue(pdf.length > 20_000, () -> "bytes: " + pdf.length);
  }

  @Test
  void isCompleteWithoutScripts() throws Exception {
    browser.look(1280, false);
    browser.scripts(false);
    try {
      browser.open(PAGE, "#rule-" + FAILED);
      assertEquals(0, browser.visible(".scripted"));
      assertTrue(shown() > 30, () -> "rules: " + shown());
      // The browser itself opens what a link leads to.
      assertTrue(browser.find("#rule-sql\\.tds").isDisplayed());
      browser.shoot(SHOTS.resolve("without-script.png"));
    } finally {
      browser.scripts(true);
    }
  }

  @Test
  void looksWellAndKeepsNoOneOut() throws Exception {
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {390, 1280}) {
        String name = (width == 390 ? "phone" : "desk") + (dark ? "-dark" : "-light");
        browser.look(width, dark);
        browser.open(PAGE, "");
        browser.shoot(SHOTS.resolve(name + "-first.png"));
        long wide = (Long) browser.run("return document.documentElement.scrollWidth");
        assertTrue(wide <= width, () -> name + " is " + wide + " wide");
        // Each width and each theme once: the search takes a second or two.
        if (dark == (width == 390)) {
          browser.run(
              "document.querySelectorAll('details').forEach(d => d.open = d.matches('.fail'))");
          browser.shootWhole(SHOTS.resolve(name + ".png"));
          // Of the passing rules, one of each table is enough.
          browser.run(
              "document.querySelectorAll('details')"
                  + ".forEach(d => d.open = !d.matches('.pass ~ .pass'))");
          assertEquals(List.of(), browser.barriers(), name);
        }
      }
    }
  }

  /** The picture of the README, without this machine's name: src/site/page.png is a copy. */
  @Test
  void isPicturedForTheReadme() throws Exception {
    Run run = RunDocument.read(RUN);
    Run anonymous =
        RunBuilder.run(run.results())
            .version("0.1.0")
            .catalogue(run.origin().catalogue(), run.origin().title())
            .on("appsanywhere01.uni.edu")
            .site("site.yaml")
            .at(run.startedAt())
            .took(run.took())
            .platform("Linux, Java 17")
            .build();
    Path page = SHOTS.resolve("readme.html");
    Files.write(page, HtmlReport.render(anonymous));
    browser.look(1100, false);
    browser.open(page, "");
    Path picture = SHOTS.resolve("readme.png");
    browser.shoot(picture);
    assertTrue(Files.size(picture) < 150 << 10, () -> "too large: " + picture);
  }

  @Test
  void severalPlacesStandSideBySide() throws Exception {
    Run client =
        RunBuilder.run(List.of(SampleRun.tds(), SampleRun.ntp()))
            .from(Vantage.CLIENT)
            .on("desk1")
            .build();
    Path page = SHOTS.resolve("several.html");
    Files.write(page, HtmlReport.render(List.of(SampleRun.everything(), client)));
    browser.look(1280, false);
    browser.open(page, "");
    browser.find(".matrix tbody tr td a").click();
    assertTrue(browser.all("details.rule[open]").size() == 1);
    browser.shootWhole(SHOTS.resolve("several.png"));
  }

  @Test
  void whatAServerSaysIsText() throws Exception {
    String[] texts = {
      "</script></title><script>window.hit=1</script><img src=x onerror=window.hit=1>",
      "\" autofocus onfocus=\"window.hit=1\" \u202eot left \u2028 \u001b[2J"
    };
    for (String text : texts) {
      Path page = SHOTS.resolve("hostile.html");
      Files.write(page, HtmlReport.render(HostileRun.of(text)));
      browser.look(1280, false);
      browser.open(page, "");
      browser.run("document.querySelectorAll('details').forEach(d => d.open = true)");
      assertEquals(true, browser.run("return window.hit === undefined"), text);
      assertEquals(1L, browser.run("return document.scripts.length"));
      assertEquals(List.of(), browser.complaints(), text);
    }
    assertTrue(browser.find(".verdict").isDisplayed());
  }
}

package io.resque.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.resque.dashboard.DashboardSettings;

/**
 * Properties of the dashboard.
 *
 * @param dashboard where the dashboard is and who gets in
 */
@ConfigurationProperties("resque")
record DashboardProperties(@NestedConfigurationProperty @DefaultValue DashboardSettings dashboard) {
}
